import type { Lifecycle } from './lifecycle.ts'
import { isTerminal, type ServiceEvent, type ServiceState } from './states.ts'
import type { RuntimeExit } from '../runtime/runtime.ts'

/** How a service ended: asked and obeyed; forced; by itself; with an error; or not at all, left up on purpose. */
export type EndedHow = 'stopped' | 'killed' | 'exited' | 'failed' | 'kept'

/**
 * Who forced a service to end: its own limit, the scope's total limit, that of a gradual stop, somebody who asked for it, or its
 * stop that failed.
 */
export type ForcedBy = 'limit' | 'scope-limit' | 'list-limit' | 'asked' | 'stop-failed'

/** How a service ended, as data. Every started service has exactly one. */
export interface Outcome {
  readonly how: EndedHow
  /** Whether nothing of it is left. */
  readonly gone: boolean
  /** What went wrong, the first cause first; a kill that nobody asked for is an error too, unless `onKilled: 'warn'`. */
  readonly errors: readonly Error[]
  readonly exit: RuntimeExit | undefined
  readonly forcedBy: ForcedBy | undefined
  /** The stop limit in force, in milliseconds. */
  readonly stopTimeoutMs: number
  /** From the order to start until ready, in milliseconds; `undefined` when it never became ready. */
  readonly startMs: number | undefined
  /** From the order to stop (or its own exit) until gone, in milliseconds. */
  readonly stopMs: number | undefined
  /** What is left alive, by name. */
  readonly left: readonly string[]
  /** What may stem from it but cannot be proved ours. */
  readonly suspects: readonly string[]
  /** What of it had to be killed, by name. */
  readonly killed: readonly string[]
}

/** The outcome of a service that was told to stop before any scope had taken it. */
export const neverStarted: Outcome = {
  how: 'stopped',
  gone: true,
  errors: [],
  exit: undefined,
  forcedBy: undefined,
  stopTimeoutMs: 0,
  startMs: undefined,
  stopMs: undefined,
  left: [],
  suspects: [],
  killed: [],
}

/** One step of a service, told to every listener once and in order. */
export interface Transition {
  readonly id: string
  readonly service: string
  readonly scopeId: string
  readonly from: ServiceState
  readonly to: ServiceState
  readonly event: ServiceEvent
  readonly timeMs: number
  /** How long it was in `from`, in milliseconds. */
  readonly durationMs: number
  readonly error: Error | undefined
  readonly outcome: Outcome | undefined
}

/** The transition of a service that has just moved. */
export function transitionOf(
  { id, name: service, scope, outcome }: Lifecycle,
  facts: Omit<Transition, 'id' | 'service' | 'scopeId' | 'outcome'>,
): Transition {
  return { id, service, scopeId: scope.id, ...facts, outcome: isTerminal(facts.to) ? outcome : undefined }
}
