import { CurfewError } from '@curfew/protocol'

/** A service was used where no scope is open that could own it. */
export class NoScopeError extends CurfewError {
  static override readonly code = 'CURFEW_NO_SCOPE'
}

/** A scope was asked for something after it began to close. */
export class ScopeClosedError extends CurfewError {
  static override readonly code = 'CURFEW_SCOPE_CLOSED'
}

/** A shared service was to be stopped or killed while others use it. */
export class SharedServiceError extends CurfewError {
  static override readonly code = 'CURFEW_SHARED_SERVICE'
  readonly service: string
  readonly users: readonly string[]

  constructor(service: string, users: readonly string[], verb: string) {
    super(
      `Service "${service}" is shared, and used by ${users.join(', ')}: refused to ${verb} it.\n` +
        `  To do it all the same, for everybody: ${verb}({ shared: true })`,
    )
    this.service = service
    this.users = users
  }
}

/** The stop of a scope took longer than its total limit; what lived was killed. */
export class ScopeStopTimeoutError extends CurfewError {
  static override readonly code = 'CURFEW_SCOPE_STOP_TIMEOUT'
  readonly limitMs: number
  readonly survivors: readonly string[]

  constructor(message: string, facts: { readonly limitMs: number; readonly survivors: readonly string[] }) {
    super(message)
    this.limitMs = facts.limitMs
    this.survivors = facts.survivors
  }
}

/** A name was asked for that the catalog does not have, or a list was asked for one service and does not hold exactly one. */
export class NoSuchServiceError extends CurfewError {
  static override readonly code = 'CURFEW_NO_SUCH_SERVICE'
}

/** An option of a service has a value that it cannot have. */
export class BadOptionError extends CurfewError {
  static override readonly code = 'CURFEW_BAD_OPTION'
}

/** The run ended while a test was running: by a signal, or because its main process is gone. */
export class RunOverError extends CurfewError {
  static override readonly code = 'CURFEW_RUN_OVER'

  constructor(reason: string) {
    super(`The run is over: ${reason}.`)
  }
}
