import type { ProcessLeak } from '@curfew/core/process-port';
import type { Journal } from '../journal/journal.ts';
import type { PortLeases } from '../ports/port-leases.ts';
import type { SupervisedProcess } from './supervised-process.ts';
/** What the search for leaks needs to know. */
export interface LeakSearch {
    readonly run: string;
    /** The process of the owner, which may have started something with the environment of a service. */
    readonly owner: number;
    readonly leases: Pick<PortLeases, 'fixed' | 'isLeased'>;
    readonly journal: Journal;
}
/**
 * Looks for what lives on of services that are gone: processes that carry their mark, which are killed, and listeners on
 * ports that the user fixed, which are named. (Listeners on ports that we chose were ended with the tree.)
 *
 * A mark alone proves nothing, since everybody may start a process with any mark: where the kernel contains a service, only
 * what stems from the supervisor or from the owner is looked at; elsewhere only what is of this user, or of the one that the
 * service was given.
 * One list of the processes for all of them; only those that are younger than the services are looked into.
 */
export declare function findLeaks(children: readonly SupervisedProcess[], search: LeakSearch): Promise<readonly ProcessLeak[]>;
