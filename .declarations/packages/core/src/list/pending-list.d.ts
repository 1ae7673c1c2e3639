import type { Service, StopOptions } from '../service/service.ts';
import type { GradualStopOptions } from './gradual-stop.ts';
import type { ServiceList } from './service-list.ts';
/** Takes an error that counts only if nobody has awaited it by the time it is judged. */
export type ReportUnawaited = (error: Error, wasAwaited: () => boolean) => void;
/**
 * A list whose action is under way: awaiting it gives the list, and what is chained on it is evaluated when the action has
 * settled. A rejection that nobody awaits fails the test through its scope, never as an unhandled one.
 */
export declare class PendingServiceList<S extends Service = Service> implements PromiseLike<ServiceList<S>> {
    #private;
    constructor(list: Promise<ServiceList<S>>, report: ReportUnawaited);
    then<T = ServiceList<S>, E = never>(onFulfilled?: ((list: ServiceList<S>) => T | PromiseLike<T>) | null, onRejected?: ((reason: unknown) => E | PromiseLike<E>) | null): Promise<T | E>;
    findByName(name: string | RegExp): PendingServiceList<S>;
    findByTags(...tags: readonly string[]): PendingServiceList<S>;
    excludeTags(...tags: readonly string[]): PendingServiceList<S>;
    findNoDependants(): PendingServiceList<S>;
    findNoAliveDependants(): PendingServiceList<S>;
    findByStopPriority(stopPriority: number): PendingServiceList<S>;
    groupByStopPriority(): Promise<ReadonlyMap<number, ServiceList<S>>>;
    alive(): PendingServiceList<S>;
    notAlive(): PendingServiceList<S>;
    isAnyAlive(): Promise<boolean>;
    names(): Promise<string[]>;
    get(name: string): Promise<S>;
    filter(predicate: (service: S) => boolean): PendingServiceList<S>;
    reduce<T>(combine: (result: T, service: S) => T, initial: T): Promise<T>;
    append<T extends Service>(...services: readonly T[]): PendingServiceList<S | T>;
    extend<T extends Service>(other: Iterable<T>): PendingServiceList<S | T>;
    remove(...services: readonly Service[]): PendingServiceList<S>;
    copy(): PendingServiceList<S>;
    stop(options?: StopOptions): PendingServiceList<S>;
    kill(options?: StopOptions): PendingServiceList<S>;
    cleanup(): PendingServiceList<S>;
    waitTillStopped(timeoutMs?: number): PendingServiceList<S>;
    graduallyStop(options?: GradualStopOptions): PendingServiceList<S>;
    graduallyStopAndCleanup(options?: GradualStopOptions): PendingServiceList<S>;
}
