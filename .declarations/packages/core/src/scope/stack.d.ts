import type { Service } from '../service/service.ts';
import type { ServiceList } from '../list/service-list.ts';
import type { PublicScope } from './public-scope.ts';
import type { Scope } from './scope.ts';
import { type Verdict } from './verdict.ts';
/** What every stack has besides its services. */
export interface StackMembers {
    /** All services of the stack, those included that the named ones need. */
    readonly services: ServiceList;
    readonly scope: PublicScope;
    /**
     * Stops everything, dependants first; rejects with what went wrong. Calling it again returns the same verdict.
     *
     * @throws {SelfStopError} if one of its services calls it
     */
    stop(): Promise<Verdict>;
    [Symbol.asyncDispose](): Promise<void>;
}
/** Services that were started without a runner, by name: `await using stack = await services.start('api')`. */
export type Stack<Services> = Readonly<Services> & StackMembers;
/** Makes the stack of a scope. */
export declare function stackOf(scope: Scope, names: readonly string[], services: readonly Service[]): Stack<object>;
