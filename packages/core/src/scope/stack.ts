import { SelfStopError } from '../errors/self-stop-error.ts'
import { isActing } from '../lifecycle/is-acting.ts'
import type { Service } from '../service/service.ts'
import type { ServiceList } from '../list/service-list.ts'
import type { PublicScope } from './public-scope.ts'
import type { Scope } from './scope.ts'
import { failureOf, type Verdict } from './verdict.ts'

/** What every stack has besides its services. */
export interface StackMembers {
  /** All services of the stack, those included that the named ones need. */
  readonly services: ServiceList
  readonly scope: PublicScope
  /**
   * Stops everything, dependants first; rejects with what went wrong. Calling it again returns the same verdict.
   *
   * @throws {SelfStopError} if one of its services calls it
   */
  stop(): Promise<Verdict>
  [Symbol.asyncDispose](): Promise<void>
}

/** Services that were started without a runner, by name: `await using stack = await services.start('api')`. */
export type Stack<Services> = Readonly<Services> & StackMembers

/** Makes the stack of a scope. */
export function stackOf(scope: Scope, names: readonly string[], services: readonly Service[]): Stack<object> {
  const stop = async (): Promise<Verdict> => {
    refuseSelfClose(scope)
    const verdict = await scope.close()
    const failure = failureOf(verdict.errors)
    if (failure !== undefined) throw failure
    return verdict
  }
  const members: StackMembers = {
    get services() {
      return scope.services
    },
    scope,
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
    },
  }
  const byName = Object.fromEntries(names.map((name, index) => [name, services[index]]))
  return Object.defineProperties({ ...byName }, Object.getOwnPropertyDescriptors(members)) as Stack<object>
}

function refuseSelfClose(scope: Scope): void {
  const asker = scope.engine.asker()
  if (asker === undefined || !isActing(asker) || !scope.members.has(asker)) return
  const links = [
    { name: asker.name, need: undefined },
    { name: scope.name, need: undefined },
  ] as const
  throw new SelfStopError('stop', links, asker.isLive ? 'body' : 'clean-up')
}
