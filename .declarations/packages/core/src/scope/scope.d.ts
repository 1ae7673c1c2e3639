import type { CatalogEntries, CatalogEntry, ScopeKind } from '../catalog/entry.ts';
import type { Engine } from '../engine-contract.ts';
import type { ServiceCrashedError } from '../errors/stop-errors.ts';
import { Lifecycle } from '../lifecycle/lifecycle.ts';
import { type Limits } from '../lifecycle/limits.ts';
import type { Transition } from '../lifecycle/outcome.ts';
import { ServiceList } from '../list/service-list.ts';
import type { ServiceProtocol } from '../protocol.ts';
import type { Service } from '../service/service.ts';
import { type Instance } from './instances.ts';
import type { PublicScope } from './public-scope.ts';
import { StartRequests } from './start-requests.ts';
import type { Verdict } from './verdict.ts';
/** Who a scope belongs to; these become fields of every log record. */
export interface ScopeOwner {
    readonly worker?: string | null;
    readonly file?: string | null;
    readonly test?: string | null;
    readonly attempt?: number | null;
}
export interface ScopeOptions {
    readonly kind: ScopeKind;
    /** The full name of the test, or the file: for messages. */
    readonly name: string;
    /** The next wider scope. */
    readonly parent?: Scope | undefined;
    readonly owner?: ScopeOwner | undefined;
    readonly limits?: Partial<Limits> | undefined;
    /** Whether wider entries of a catalog live in this scope too (a stack without a runner). @default false */
    readonly hostsWider?: boolean | undefined;
}
/**
 * Owns services and stops them.
 *
 * Guarantee: once {@link close} has resolved, every service that was started in it is over, each one after all its
 * dependants, and what could not be ended is named in the verdict. Nothing starts after the close began.
 */
export declare class Scope implements PublicScope {
    #private;
    readonly engine: Engine;
    readonly id: string;
    readonly kind: ScopeKind;
    readonly name: string;
    readonly parent: Scope | undefined;
    readonly owner: ScopeOwner;
    readonly limits: Limits;
    readonly hostsWider: boolean;
    readonly openedAtMs: number;
    /** By entry, whatever became of them. */
    readonly instances: Map<CatalogEntry, Instance>;
    readonly requests: StartRequests;
    constructor(engine: Engine, options: ScopeOptions);
    /** Aborts when the scope begins to close. */
    get signal(): AbortSignal;
    get isClosing(): boolean;
    /** The first crash of a service that this scope owns or uses. */
    get crash(): ServiceCrashedError | undefined;
    /** The services of this scope, and the wider ones that it uses; nodes and clusters are not among them. */
    get services(): ServiceList;
    /** The services that this scope itself owns. */
    get members(): ReadonlySet<Lifecycle>;
    get children(): ReadonlySet<Scope>;
    /** Its own services, then those of wider scopes that it uses. */
    lifecycles(): Generator<Lifecycle>;
    /** Makes the names of a catalog known to {@link get}. */
    use(catalog: CatalogEntries): void;
    /**
     * Starts services of a catalog and what they need, as parallel as the graph allows, and resolves when all are running.
     * If one fails, whatever was started only for this request is stopped again.
     */
    start(catalog: CatalogEntries, names: readonly string[]): Promise<readonly Service[]>;
    /** Asks for a service by name at run time. From inside another service this is an edge of the graph. */
    get(name: string): Promise<Service>;
    /**
     * Takes a service that was made outside a catalog, and starts it after what it needs; one that starts already is only waited
     * for. From inside another service this is an edge of the graph.
     */
    startService(service: Service, protocol: ServiceProtocol): Promise<void>;
    /** Makes the lifecycle of a service in this scope; it is still `new`. */
    adopt(service: Service, protocol: ServiceProtocol, name?: string): Lifecycle;
    /** The instance of an entry, made when it is asked for the first time, in the scope that the entry belongs to. */
    instance(catalog: CatalogEntries, name: string, asker?: CatalogEntry): Instance;
    /** @throws {ScopeClosedError} once the close began */
    mayStart(): void;
    /** Calls back after every service of the scope is gone; last registered runs first. */
    onCleanup(callback: () => void | Promise<void>): void;
    /**
     * Makes a temporary directory, in the run's folder, for whatever the test and its services write; removed with all that is
     * in it after every service is gone and the clean-up callbacks have run.
     */
    tempDir(): string;
    /**
     * Says that what this scope uses is to be left up when it closes, wider services included when their own scope closes.
     * Only processes that run can be: tasks and threads end with this process, so they are stopped as ever.
     */
    keep(): void;
    /** Calls back for each step of each service, in order. What a listener throws is a warning. Returns how to end it. */
    onTransition(listener: (transition: Transition) => unknown): () => void;
    /** Calls back when a service that this scope owns or uses crashes; at once if one has. Returns how to end it. */
    onCrash(listener: (error: ServiceCrashedError) => void): () => void;
    /** Runs code so that the registry functions and services made in it belong to this scope. */
    run<T>(body: () => T): T;
    /** Keeps an error that nobody awaits, for the verdict; one that may still be awaited counts only if it was not, by then. */
    report(error: Error, wasAwaited?: () => boolean): void;
    warn(warning: string): void;
    /**
     * Stops everything that was started, dependants first, whatever fails meanwhile; then runs the clean-up callbacks.
     * Calling it again returns the same verdict.
     */
    close(reason?: unknown): Promise<Verdict>;
    /** Told by a lifecycle's host. */
    transitioned(transition: Transition): void;
    /**
     * Told by a lifecycle's host: fails every scope that uses the service, directly or through others. Where there is none,
     * its owner is failed; otherwise the owner only keeps the cause, for who asks later.
     */
    crashed(lifecycle: Lifecycle, error: ServiceCrashedError): void;
    /** A start that is pending when the close begins must not go on in the test's body. */
    whileOpen<T>(promise: Promise<T>): Promise<T>;
}
