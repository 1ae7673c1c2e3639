import { severalAt } from '../errors/users-stack.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { Member } from './member.ts'
import type { Outcome } from '../lifecycle/outcome.ts'
import type { ServiceState } from '../lifecycle/states.ts'
import type { RuntimeKind } from '../runtime/runtime.ts'
import type { KeptService } from './keep-up.ts'

/** What became of one service, as data. */
export interface ServiceVerdict {
  readonly id: string
  readonly name: string
  /** What it ran in, e.g. `process`. */
  readonly runtime: RuntimeKind
  /** Whether it is a node or a cluster, on which others run. */
  readonly isPlace: boolean
  /** Whether a process host ran it, so that it can outlive the worker. */
  readonly isHosted: boolean
  readonly tags: readonly string[]
  /** Name of the node or cluster that it hangs on; `null` for a detached one. */
  readonly on: string | null
  readonly state: ServiceState
  /** Names of the services that it needed. */
  readonly needs: readonly string[]
  /** When it was told to start, in milliseconds since the epoch; `undefined` for one that never was. */
  readonly startedAtMs: number | undefined
  /** When it was over, in milliseconds since the epoch; `undefined` for one that is not. */
  readonly endedAtMs: number | undefined
  readonly outcome: Outcome | undefined
  readonly lastLines: readonly KeptLine[]
}

/** What a scope leaves: complete after {@link Scope.close}. */
export interface Verdict {
  readonly scopeId: string
  readonly kind: string
  readonly name: string
  readonly openedAtMs: number
  readonly closedAtMs: number
  /** From the begin of the close to its end, in milliseconds. */
  readonly stopMs: number
  readonly services: readonly ServiceVerdict[]
  /** Names, in the order in which the services were over. */
  readonly stopOrder: readonly string[]
  /** Everything that fails the owner, the first cause first. Errors of starts are thrown where the start was asked for. */
  readonly errors: readonly Error[]
  readonly warnings: readonly string[]
  /** What was left up on purpose (`keepOnFailure`). */
  readonly kept: readonly KeptService[]
}

const linesInVerdict = 50

export async function serviceVerdict(lifecycle: Member): Promise<ServiceVerdict> {
  const { traits } = lifecycle.protocol
  return {
    id: lifecycle.id,
    name: lifecycle.name,
    runtime: traits.kind,
    isPlace: traits.isPlace,
    isHosted: traits.isHosted,
    tags: lifecycle.protocol.tags,
    on: lifecycle.place?.serviceName ?? null,
    state: lifecycle.state,
    needs: [...lifecycle.needs.keys()].map((need) => need.name),
    startedAtMs: lifecycle.startedAtMs,
    endedAtMs: lifecycle.endedAtMs,
    outcome: lifecycle.outcome,
    lastLines: lifecycle.startedAtMs === undefined ? [] : await lifecycle.lastLines(linesInVerdict),
  }
}

/** What went wrong with a service that is over, clean-up included. */
export function errorsOf({ outcome, cleanUp }: Member): readonly Error[] {
  return [...(outcome?.errors ?? []), ...(cleanUp.error === undefined ? [] : [cleanUp.error])]
}

/** One error as it is, several as one that holds them all; `undefined` for none. */
export function failureOf(errors: readonly Error[]): Error | undefined {
  if (errors.length <= 1) return errors[0]
  const list = errors.map((error) => `- ${error.message}`).join('\n')
  return severalAt(new AggregateError(errors, `${errors.length} errors:\n${list}`))
}
