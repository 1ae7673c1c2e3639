import type { EdgeKind } from '../graph/edge.ts';
import type { KeptLine, ServiceLog } from '../logging/service-log.ts';
import type { ServiceProtocol } from '../protocol.ts';
import type { Runtime, RuntimeExit } from '../runtime/runtime.ts';
import type { Service } from '../service/service.ts';
import { CleanUp } from './clean-up.ts';
import type { LifecycleHost, ScopeIdentity, StopRequest } from './host.ts';
import { type Outcome } from './outcome.ts';
import { type ServiceState } from './states.ts';
/**
 * The life of one service in one scope: one state machine over one {@link Runtime}, whatever it runs in.
 *
 * Guarantees: starts at most once and ends exactly once; never reported running after a stop was asked for; every wait
 * races the exit of the runtime and has a limit; the outcome is data. It knows nothing of the order among services:
 * whoever calls {@link start} and {@link stop} keeps it.
 */
export declare class Lifecycle {
    #private;
    readonly id: string;
    readonly name: string;
    readonly service: Service;
    readonly protocol: ServiceProtocol;
    readonly host: LifecycleHost;
    readonly needs: Map<Lifecycle, EdgeKind>;
    readonly dependants: Set<Lifecycle>;
    /** What it came to need at run time and then stopped itself: it needs that no more. */
    readonly givenUp: Set<Lifecycle>;
    /** Scopes that use it, besides the one that owns it. */
    readonly users: Set<ScopeIdentity>;
    readonly warnings: string[];
    /**
     * Its clean-up. Every end but one runs it: where a service ended by itself as it may, others still use what it made, so the
     * stop runs it.
     */
    readonly cleanUp: CleanUp;
    /** Settles when what was seen of it before it had a log is in its records. */
    recorded: Promise<void> | undefined;
    log: ServiceLog | undefined;
    groups: Readonly<Record<string, string>>;
    /** The node or cluster that it hangs on. */
    place: Service | undefined;
    constructor(id: string, name: string, service: Service, protocol: ServiceProtocol, host: LifecycleHost);
    get state(): ServiceState;
    get outcome(): Outcome | undefined;
    get runtime(): Runtime | undefined;
    /** How its runtime ended, from the moment on that this is known. */
    get exit(): RuntimeExit | undefined;
    get startedAtMs(): number | undefined;
    /** When it was over, in milliseconds since the epoch; `undefined` until then. */
    get endedAtMs(): number | undefined;
    /** Whether it ever got as far as running, or was stopped on its way there: then how it ended is no failed start. */
    get wasRunning(): boolean;
    /** Told to stop, and not over yet. */
    get isBeingStopped(): boolean;
    get stopPriority(): number;
    get startTimeoutMs(): number;
    get stopTimeoutMs(): number;
    /** Starting, running or stopping: it may need its dependencies. */
    get isLive(): boolean;
    /** Whether what it needs has to stay for it: it is live, or its clean-up is not over. */
    get holdsNeeds(): boolean;
    /** Running and not stopping. */
    get isServiceAlive(): boolean;
    /** The runtime exists. */
    get isAlive(): boolean;
    /** Whether it may end by itself, if it does so cleanly. */
    get mayExit(): boolean;
    /** Aborts when it is told to stop, cannot start, or has ended by itself. */
    get signal(): AbortSignal;
    /** Whether any exit is allowed, from {@link expectExit} on. */
    get isExitExpected(): boolean;
    /** Settles when the service is over, with its outcome. Never rejects. */
    get ended(): Promise<Outcome>;
    /**
     * Starts the service and resolves when it is ready. Its dependencies have to be up.
     * Calling it again returns the same promise.
     */
    start(): Promise<void>;
    /** Ends a service that never started, because of the error that kept it from starting. */
    refuse(error: Error): void;
    /**
     * Stops the service: asks, waits, kills, and cleans up. Resolves with the outcome and never rejects.
     * Calling it again joins the stop that runs; with `kill` it forces that one. Its dependants have to be over.
     */
    stop(request?: StopRequest): Promise<Outcome>;
    /**
     * Lets go of a running service without ending it: whoever was asked to keep its process up has it now. Says whether it
     * could be; a service that is not running, or is being stopped, cannot.
     */
    keep(): boolean;
    /** Notes that services of another scope need this one. */
    usedBy(host: LifecycleHost): void;
    /** Allows the service to end by itself; resolves with its exit. */
    expectExit(): Promise<RuntimeExit>;
    /** Tells the service to fall quiet, within its stop limit; what goes wrong is a warning. */
    quiesce(): Promise<void>;
    /** Notes what fails nothing: for the verdict, and in its records. */
    warn(warning: string, cause?: Error): void;
    /** Last lines that the service wrote or logged, in time order. */
    lastLines(count: number): Promise<readonly KeptLine[]>;
}
