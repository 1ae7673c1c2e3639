import type { PortLease, PortLeaseRequest, ProcessLeak, ProcessSpawnOrder } from '@curfew/core/process-port';
import { type OwnerHistory } from '../journal/history.ts';
import type { PortLeases } from '../ports/port-leases.ts';
import { type ProcessIdentity } from '../system/process-entry.ts';
import type { KnownProcess, Spawned } from '../wire/protocol.ts';
import { Owner, type OwnerFacts, type OwnerLink } from './owner.ts';
import { SupervisedProcess } from './supervised-process.ts';
/** What a supervisor is made with. */
export interface SupervisorFacts {
    readonly run: string;
    readonly runDirectory: string;
    /** The process whose end ends the run. */
    readonly root: ProcessIdentity;
    /** Says something in the supervisor's log. */
    readonly log: (message: string) => void;
    /** Ends this process; called once, when nothing is left to do, with the number of services that live on. */
    readonly leave: (left: number) => void;
}
/**
 * The parent of all service processes of a run.
 *
 * It stays while the root of the run lives, and leaves when that is gone (or said goodbye, or ended the run) and every
 * owner was finished. Whatever an owner leaves behind is stopped first.
 */
export declare class Supervisor {
    #private;
    constructor(facts: SupervisorFacts, leases: (processOf: (id: string) => SupervisedProcess | undefined) => PortLeases);
    /** Does what can be done before the first owner asks for it. */
    warmUp(): void;
    nextSerial(): number;
    connect(facts: Omit<OwnerFacts, 'run'> & {
        readonly token: string;
    }, link: OwnerLink): Owner;
    /** Takes over what the owners of a supervisor that died still have; before anybody connects. */
    takeOver(histories: readonly OwnerHistory[]): void;
    /** Takes over what an owner says it has, and of which the journal that was read says nothing. */
    adopt(owner: Owner, processes: readonly KnownProcess[]): void;
    spawn(owner: Owner, order: ProcessSpawnOrder, again?: boolean): Promise<Spawned>;
    leasePorts(owner: Owner, request: PortLeaseRequest): Promise<PortLease>;
    /** Tells every owner what somebody should know: the log of this process may be on the disk that is full. */
    complain(message: string): void;
    /** What lives on of services of that owner which are gone. */
    leaks(owner: Owner, ids: readonly string[]): Promise<readonly ProcessLeak[]>;
    /** Gives ports back once the service is gone: until then somebody may still listen there. */
    releasePorts(owner: Owner, id: string): void;
    goodbye(owner: Owner): Promise<void>;
    connectionLost(owner: Owner, link: OwnerLink): void;
    /** Watches the root of the run and the processes of the owners from now on. */
    watch(): void;
    /** Stops everything, dependants first across owners, and leaves. */
    endRun(reason: string): Promise<void>;
}
