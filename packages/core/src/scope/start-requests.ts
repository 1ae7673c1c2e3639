import { isAggregateError, isError } from '@curfew/protocol'
import { severalAt } from '../errors/users-stack.ts'
import { ScopeClosedError } from '../errors/scope-errors.ts'
import { StartTimeoutError } from '../errors/start-errors.ts'
import { deadline } from '../lifecycle/deadline.ts'
import type { Member } from './member.ts'
import { messageOf } from '../errors/message-of.ts'
import { isSatisfied } from '../lifecycle/standing.ts'
import type { Instance } from './instances.ts'
import { startTimeout } from './messages.ts'
import { unneeded } from './roll-back.ts'
import type { Scope } from './scope.ts'
import { stopInOrder } from './stop-order.ts'
import { errorsOf } from './verdict.ts'

/** The starts that were asked of one scope and are pending. */
export class StartRequests {
  readonly #scope: Scope
  readonly #pending = new Set<readonly Instance[]>()

  constructor(scope: Scope) {
    this.#scope = scope
  }

  get pending(): Iterable<readonly Instance[]> {
    return this.#pending
  }

  /**
   * Waits until the requested instances are running. When one cannot be, or the total limit passes, whatever was started
   * only for this request is stopped again, in its own time, before the error is thrown.
   */
  async run(requested: readonly Instance[]): Promise<readonly Member[]> {
    const { engine, limits } = this.#scope
    const limit = deadline(engine.clock, limits.totalStartTimeoutMs)
    const ready = Promise.all(requested.map((instance) => instance.ready.then(checkNotCrashed)))
    this.#pending.add(requested)
    ready.catch(() => {
      // The race below may be over already.
    })
    try {
      const late = limit.passed.then((): never => {
        throw new StartTimeoutError(startTimeout(requested, limits.totalStartTimeoutMs))
      })
      const lifecycles = await this.#scope.whileOpen(Promise.race([ready, late]))
      for (const instance of requested) instance.held = true
      return lifecycles
    } catch (error) {
      this.#pending.delete(requested)
      // What is to be kept for a person to look at is kept or stopped when the scope closes.
      if (!this.#scope.isClosing && !engine.settings.keepOnFailure) await this.#rollBack(error)
      throw error
    } finally {
      limit.cancel()
      this.#pending.delete(requested)
    }
  }

  async #rollBack(cause: unknown): Promise<void> {
    const stopped: Member[] = []
    for (let scope: Scope | undefined = this.#scope; scope !== undefined; scope = scope.parent) {
      stopped.push(...(await stopUnneeded(scope)))
    }
    // One that was refused a moment ago has no error but that of its start, which is thrown where that was asked for.
    const errors = stopped.filter(({ startedAtMs }) => startedAtMs !== undefined).flatMap(errorsOf)
    const others = errors.filter((error) => !isPartOf(error, cause))
    if (others.length === 0) return
    throw severalAt(new AggregateError([cause, ...others], [cause, ...others].map(messageOf).join('\n')))
  }
}

/** Stops what no request and no service needs any more. */
async function stopUnneeded(scope: Scope): Promise<readonly Member[]> {
  const pending = [...requestsWithin(scope)].flat()
  const { lifecycles, instances } = unneeded(scope.members, scope.instances.values(), pending)
  // They stay until the next one who asks for them, whose instances start after the end of these.
  for (const instance of instances) {
    instance.cancelled = new ScopeClosedError(`Nobody needs "${instance.entry.name}" any more.`)
  }
  return stopInOrder(lifecycles, {})
}

/** A request of a narrower scope may be for services of this one. */
function* requestsWithin(scope: Scope): Generator<readonly Instance[]> {
  yield* scope.requests.pending
  for (const child of scope.children) yield* requestsWithin(child)
}

async function checkNotCrashed(lifecycle: Member): Promise<Member> {
  if (lifecycle.state === 'stopping' && !lifecycle.isBeingStopped && !isSatisfied(lifecycle)) await lifecycle.ended
  const [first] = lifecycle.outcome?.how === 'exited' ? lifecycle.outcome.errors : []
  if (first !== undefined) throw first
  return lifecycle
}

function isPartOf(error: Error, whole: unknown): boolean {
  for (let at: unknown = whole; isError(at); at = at.cause) {
    if (at === error || (isAggregateError(at) && at.errors.includes(error))) return true
  }
  return false
}
