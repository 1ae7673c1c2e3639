import { NotStartedError } from '../errors/start-errors.ts';
import type { Outcome } from '../lifecycle/outcome.ts';
import type { ServiceState } from '../lifecycle/states.ts';
import { ServiceList } from '../list/service-list.ts';
import type { KeptLine } from '../logging/service-log.ts';
import { SERVICE, type RuntimeKit, type ServiceProtocol } from '../protocol.ts';
import type { Runtime, RuntimeExit, RuntimeKind } from '../runtime/runtime.ts';
import type { ReadyOptions, ServiceOptions } from './options.ts';
import type { Logger } from 'pino';
/** How a service is stopped or killed by hand. */
export interface StopOptions {
    /** Also when other tests use it; their dependants stop first. @default false */
    readonly shared?: boolean | undefined;
}
/** What a subclass hands to the base class. */
export interface ServiceDefinition {
    readonly kind: RuntimeKind;
    readonly options: ServiceOptions & ReadyOptions<string>;
    createRuntime(kit: RuntimeKit, place: {
        readonly host: string;
    }): Runtime;
    /** The class of ours that it is of, where it is no subclass: that has no options but those that we know. */
    readonly ownClass?: unknown;
    /** Services that need this one and start right after it. */
    members?(): readonly Service[];
}
/**
 * One thing that runs beside the test, with a life cycle: the same interface whatever it runs in.
 *
 * It is plain data until it starts, and it starts once. Where a scope owns it (any test, any stack) it is stopped without
 * being asked: after everything that needs it, before everything that it needs.
 */
export declare abstract class Service {
    /** Class tags; instance tags are added to them. */
    static readonly tags: readonly string[];
    readonly [SERVICE]: ServiceProtocol;
    constructor(definition: ServiceDefinition);
    /** The name it has in its catalog, its option `name`, or that of its class. */
    get serviceName(): string;
    /** Class tags, then instance tags. */
    get tags(): readonly string[];
    /** Orders stops that the graph leaves free: 0–100, low first. @default 50 */
    get stopPriority(): number;
    get runtime(): RuntimeKind;
    get state(): ServiceState;
    /** How it ended; `undefined` until then. */
    get outcome(): Outcome | undefined;
    /** The services that need it; they stop first. */
    get dependants(): ServiceList;
    /** The services that it needs, as far as they are known. */
    get dependencies(): ServiceList;
    /** Its pino logger: every record names the service, its node and cluster, and the test. @throws {NotStartedError} */
    get log(): Logger;
    /** Running, and not stopping; by the last known state. */
    isServiceAlive(): boolean;
    /** Whether its task, thread or process exists; by the last known state. */
    isAlive(): boolean;
    /** Asks the system whether it exists. */
    refresh(): Promise<boolean>;
    /**
     * Starts it in the scope of the code that runs now, after whatever it holds in its own properties, and resolves when it
     * is ready. Services of a catalog are started by their scope and need no call.
     *
     * Called in the body or a callback of another service, that one needs it from then on, and stops before it.
     *
     * @throws {NoScopeError} outside a test and outside a stack
     * @throws {CannotStartError} if it was told to stop before
     */
    start(): Promise<this>;
    /** Stops everything that needs it, then itself; resolves when it is over. Rejects with what went wrong. */
    stop(options?: StopOptions): Promise<void>;
    /** The same without a graceful request. A kill that is asked for never fails the test. */
    kill(options?: StopOptions): Promise<void>;
    /**
     * Runs once, when it is gone, before what it needs stops: a subclass removes here what it left. Whatever ends the service
     * runs it. A call runs it where it is due (the service ended by itself, as it may) and else does nothing.
     *
     * @throws {CleanupRefusedError} if the service is not over
     */
    cleanup(): Promise<void>;
    /** Runs before an ordered stop begins: a load or chaos service falls quiet here. */
    quiesce(): Promise<void>;
    /**
     * Resolves with the outcome when it is over, whoever stopped it.
     *
     * @param timeoutMs - in milliseconds. @default no limit
     * @throws {NotStoppedInTimeError} when that time passes first
     */
    waitTillStopped(timeoutMs?: number): Promise<Outcome>;
    /** Says that it may end by itself from now on (a chaos test kills it); resolves with its exit. */
    expectExit(): Promise<RuntimeExit>;
    /** Last lines that it wrote or logged, oldest first. @param count - @default 50 */
    lastLines(count?: number): Promise<readonly KeptLine[]>;
    protected notStarted(what: string): NotStartedError;
}
