import type { Service, StopOptions } from '../service/service.ts';
import type { Scope } from '../scope/scope.ts';
import { type GradualStopOptions } from './gradual-stop.ts';
import { PendingServiceList } from './pending-list.ts';
/**
 * Services, for queries in chains and for bulk actions. Immutable: each filter returns a new list.
 *
 * Filters are synchronous and look at the last known state. Actions begin at once and return a pending list, which can be
 * awaited and chained on: `await list.findByTags('load').alive().stop().waitTillStopped(1000)`. A plain list is not thenable.
 */
export declare class ServiceList<S extends Service = Service> implements Iterable<S> {
    #private;
    constructor(services: Iterable<S>, scope?: Scope);
    get length(): number;
    [Symbol.iterator](): Iterator<S>;
    /** Those with that name, or with a name that matches. */
    findByName(name: string | RegExp): ServiceList<S>;
    /** Those that have all of the tags. */
    findByTags(...tags: readonly string[]): ServiceList<S>;
    /** Those that have none of the tags. */
    excludeTags(...tags: readonly string[]): ServiceList<S>;
    /** Those that nothing needs. */
    findNoDependants(): ServiceList<S>;
    /** Those that nothing alive needs: what may stop next. */
    findNoAliveDependants(): ServiceList<S>;
    findByStopPriority(stopPriority: number): ServiceList<S>;
    /** One list per priority, lowest (first to stop) first. */
    groupByStopPriority(): ReadonlyMap<number, ServiceList<S>>;
    /** Those that are running and not stopping. */
    alive(): ServiceList<S>;
    notAlive(): ServiceList<S>;
    isAnyAlive(): boolean;
    names(): string[];
    /** The one service with that name. @throws {NoSuchServiceError} if there is none, or more than one */
    get(name: string): S;
    /** Those for which the predicate holds. */
    filter(predicate: (service: S) => boolean): ServiceList<S>;
    reduce<T>(combine: (result: T, service: S) => T, initial: T): T;
    /** A list with these as well. */
    append<T extends Service>(...services: readonly T[]): ServiceList<S | T>;
    /** A list with those of the other as well. */
    extend<T extends Service>(other: Iterable<T>): ServiceList<S | T>;
    /** A list without these. */
    remove(...services: readonly Service[]): ServiceList<S>;
    copy(): ServiceList<S>;
    /** Stops them, each after everything alive that needs it. Rejects with what went wrong, when all are over. */
    stop(options?: StopOptions): PendingServiceList<S>;
    /** The same without a graceful request. */
    kill(options?: StopOptions): PendingServiceList<S>;
    /**
     * Runs the clean-up of each one that is over and whose clean-up did not run. Every stop runs it, so this is for those that
     * ended by themselves. @throws {CleanupRefusedError} before anything is done, if one of them is not over
     */
    cleanup(): PendingServiceList<S>;
    /** Resolves when all are over. @throws {NotStoppedInTimeError} when that time, in milliseconds, passes first */
    waitTillStopped(timeoutMs?: number): PendingServiceList<S>;
    /**
     * Stops them wave by wave: in each, those that nothing alive in the list needs, lowest `stopPriority` first. What is
     * left when the time is over is killed, and named in the error; every service has its own limit besides.
     */
    graduallyStop(options?: GradualStopOptions): PendingServiceList<S>;
    /** Does the same, under the name that says it: every stop of a service runs its clean-up, before what it needs stops. */
    graduallyStopAndCleanup(options?: GradualStopOptions): PendingServiceList<S>;
}
