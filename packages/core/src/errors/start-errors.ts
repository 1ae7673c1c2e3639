import type { RuntimeExit } from '../runtime/runtime.ts'
import { CurfewError, isAggregateError, isError } from '@curfew/protocol'
import { withoutLastLines } from '../logging/failure-text.ts'
import { pointWhere } from './users-stack.ts'

/** The base of errors that are about one service. */
abstract class ServiceError extends CurfewError {
  /** The name of the service. */
  readonly service: string

  constructor(service: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.service = service
  }
}

export { ServiceError }

/** A service could not be launched at all; the cause says why. */
export class LaunchError extends ServiceError {
  static override readonly code = 'CURFEW_LAUNCH'
}

/** A service ended while it was starting. */
export class ExitedWhileStartingError extends ServiceError {
  static override readonly code = 'CURFEW_EXITED_WHILE_STARTING'
  readonly exit: RuntimeExit

  constructor(service: string, message: string, exit: RuntimeExit) {
    super(service, message, { cause: exit.error })
    this.exit = exit
  }
}

/** A service was not started, because one that it needs did not start. */
export class DependencyFailedError extends ServiceError {
  static override readonly code = 'CURFEW_DEPENDENCY_FAILED'
  readonly dependency: string

  constructor(service: string, dependency: string, cause: unknown) {
    super(
      service,
      // The lines that it wrote are in the cause, which is shown as well.
      `Service "${service}" was not started: "${dependency}", which it needs, did not start.\n${withoutLastLines(messageOf(cause))}`,
      { cause },
    )
    this.dependency = dependency
    pointWhere(this, isAggregateError(cause) ? cause.errors[0] : cause)
  }
}

/** A start was called off, because the service or its scope was told to stop. */
export class StartCalledOffError extends ServiceError {
  static override readonly code = 'CURFEW_START_CALLED_OFF'
}

/** What a service waited for, when it was told to stop itself. */
export class WaitCalledOffError extends ServiceError {
  static override readonly code = 'CURFEW_WAIT_CALLED_OFF'
  /** The name of the service that it waited for. */
  readonly awaited: string

  constructor(service: string, awaited: string) {
    super(service, `Service "${service}" was told to stop while it waited for the start of "${awaited}".`)
    this.awaited = awaited
  }
}

/** A service was told to start in a state in which it cannot. */
export class CannotStartError extends ServiceError {
  static override readonly code = 'CURFEW_CANNOT_START'
}

/** Something was asked of a service that only a started one has. */
export class NotStartedError extends ServiceError {
  static override readonly code = 'CURFEW_NOT_STARTED'
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error)
}

/** The services that one request named were not all running within the total limit of their scope. */
export class StartTimeoutError extends CurfewError {
  static override readonly code = 'CURFEW_START_TIMEOUT'
}
