import type { Clock, Ask } from '@curfew/protocol'
import type { ProbeTarget } from '../runtime/runtime.ts'

/** What a probe is given. */
export interface ProbeContext extends ProbeTarget {
  readonly serviceName: string
  /** Aborted at the limit, when the service exits and when it is to stop: a probe must then end at once. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Tells what the probe saw last, e.g. `connection refused` or `status 503`; the error at the limit shows it. */
  saw(observation: string): void
  /**
   * Asks over the network, once, from outside of this process: a mock of the network that a test has put in place neither
   * sees nor answers it. Rejects with the reason of the signal, and with nothing else.
   */
  readonly ask: Ask
}

/**
 * A readiness probe: what must pass before a service counts as running.
 *
 * @typeParam Group - Names that the probe finds and dependants may read as `service.groups`
 */
export interface Readiness<Group extends string = never> {
  /** How it is named in messages, e.g. `http('/health')`. */
  readonly description: string
  /** Whether the exit of the service with a clean code is what is waited for (a one-shot service). */
  readonly expectsExit?: boolean
  /** The names that it finds. */
  readonly groups?: readonly Group[]
  /** Resolves when the service is ready, with a value for each of `groups`; rejects when it cannot become ready. */
  wait(context: ProbeContext): Promise<Readonly<Record<string, string>> | void>
}

/**
 * A probe written by the user: ready when it returns (or resolves with) anything but `false`.
 *
 * `false`, and an error thrown, mean not yet: it is called again, 2 ms later at first and every 50 ms at most, never
 * while an earlier call still runs. What it threw last is shown if the limit passes. To fail the start at once it
 * throws a `CannotBecomeReadyError`. It should end when `signal` aborts.
 */
export type ReadinessFunction = (context: ProbeContext) => Promise<boolean | void> | boolean | void

/** One probe, or all of several. */
export type ReadinessOption<Group extends string = string> =
  | Readiness<Group>
  | ReadinessFunction
  | readonly (Readiness<Group> | ReadinessFunction)[]
