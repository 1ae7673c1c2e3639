import type { RuntimeExit } from '../runtime/runtime.ts'
import type { ForcedBy } from '../lifecycle/outcome.ts'
import { ServiceError } from './start-errors.ts'

/** A service had to be killed though nobody asked for it. */
export class KilledError extends ServiceError {
  static override readonly code = 'CURFEW_KILLED'
  readonly forcedBy: ForcedBy
  readonly limitMs: number
  /** What was killed, by name. */
  readonly killed: readonly string[]

  constructor(
    service: string,
    message: string,
    facts: { readonly forcedBy: ForcedBy; readonly limitMs: number; readonly killed: readonly string[] },
  ) {
    super(service, message)
    this.forcedBy = facts.forcedBy
    this.limitMs = facts.limitMs
    this.killed = facts.killed
  }
}

/** The command of a service ended well and left processes running, which were ended: it started something in the background. */
export class LeftBehindError extends ServiceError {
  static override readonly code = 'CURFEW_LEFT_BEHIND'
  readonly left: readonly string[]

  constructor(service: string, message: string, left: readonly string[]) {
    super(service, message)
    this.left = left
  }
}

/** A service could not be ended; what is left of it is named. */
export class LeftAliveError extends ServiceError {
  static override readonly code = 'CURFEW_LEFT_ALIVE'
  readonly left: readonly string[]

  constructor(service: string, message: string, left: readonly string[]) {
    super(service, message)
    this.left = left
  }
}

/** The graceful request of a service threw; it was killed instead. */
export class StopFailedError extends ServiceError {
  static override readonly code = 'CURFEW_STOP_FAILED'
}

/** A service ended otherwise than a clean stop does, after it was asked to stop. */
export class UncleanStopError extends ServiceError {
  static override readonly code = 'CURFEW_UNCLEAN_STOP'
  readonly exit: RuntimeExit

  constructor(service: string, message: string, exit: RuntimeExit) {
    super(service, message, { cause: exit.error })
    this.exit = exit
  }
}

/** The clean-up of a service, or a clean-up callback of a scope, failed or took too long. */
export class CleanupFailedError extends ServiceError {
  static override readonly code = 'CURFEW_CLEANUP_FAILED'
}

/** A clean-up was asked for of a service that is not over. */
export class CleanupRefusedError extends ServiceError {
  static override readonly code = 'CURFEW_CLEANUP_REFUSED'
  /** The state in which it is. */
  readonly state: string

  constructor(service: string, state: string) {
    super(
      service,
      `Service "${service}" cannot be cleaned up: it is ${state}. Its clean-up runs by itself, once, when it is gone.\n` +
        `  To change  await its stop() or kill(), which clean up too, instead of calling cleanup()`,
    )
    this.state = state
  }
}

/** A running service ended by itself, and nobody expected it. */
export class ServiceCrashedError extends ServiceError {
  static override readonly code = 'CURFEW_CRASHED'
  readonly exit: RuntimeExit

  constructor(service: string, message: string, exit: RuntimeExit) {
    super(service, message, { cause: exit.error })
    this.exit = exit
  }
}

/** A service was not over after the time that somebody waited for it. */
export class NotStoppedInTimeError extends ServiceError {
  static override readonly code = 'CURFEW_NOT_STOPPED_IN_TIME'
  readonly timeoutMs: number

  constructor(service: string, state: string, timeoutMs: number) {
    super(service, `Service "${service}" was not over after ${timeoutMs} ms: it is ${state}.`)
    this.timeoutMs = timeoutMs
  }
}
