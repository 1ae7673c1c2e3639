const brand = Symbol.for('curfew.error')

/** The base of the errors of this package; has the shape and the brand of core's `CurfewError`, without loading core. */
abstract class SupervisorError extends Error {
  abstract readonly code: string

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    Object.defineProperty(this, 'name', { value: new.target.name, configurable: true, writable: true })
    Object.defineProperty(this, brand, { value: true })
  }
}

/** The supervisor of a run could not be started, or did not answer. */
export class SupervisorStartError extends SupervisorError {
  readonly code = 'CURFEW_SUPERVISOR_START'
  readonly runDirectory: string

  constructor(message: string, runDirectory: string, options?: { cause?: unknown }) {
    super(message, options)
    this.runDirectory = runDirectory
  }
}

/** The supervisor is gone, and no other takes over: what was asked of it may or may not have been done. */
export class SupervisorLostError extends SupervisorError {
  readonly code = 'CURFEW_SUPERVISOR_LOST'
  readonly runDirectory: string
  readonly supervisorPid: number

  constructor(
    call: string,
    facts: { readonly runDirectory: string; readonly supervisorPid: number },
    options?: { cause?: unknown },
  ) {
    super(
      `The supervisor (pid ${facts.supervisorPid}) is gone; "${call}" was not answered.\n` +
        `  Its log   ${facts.runDirectory}/supervisor.log`,
      options,
    )
    this.runDirectory = facts.runDirectory
    this.supervisorPid = facts.supervisorPid
  }
}

/** The supervisor of the run is said to listen where another user could answer in its place; nothing was sent there. */
export class UntrustedSupervisorError extends SupervisorError {
  readonly code = 'CURFEW_UNTRUSTED_SUPERVISOR'
  /** The socket that was not connected to. */
  readonly address: string

  constructor(address: string, why: string) {
    super(
      `The supervisor of the run is said to listen at ${address}, where another user could answer in its place: ${why}.\n` +
        `  To change     remove the folder of the run, see who wrote to it, and run the tests again`,
    )
    this.address = address
  }
}

/** The connection was closed by this side before the call. */
export class PortClosedError extends SupervisorError {
  readonly code = 'CURFEW_PORT_CLOSED'

  constructor(call: string) {
    super(`"${call}" was asked of a process port that is closed.`)
  }
}

/** The supervisor of the run speaks another protocol: two versions of curfew in one run. */
export class ProtocolMismatchError extends SupervisorError {
  readonly code = 'CURFEW_PROTOCOL_MISMATCH'
  /** Protocol of this version. */
  readonly ours: number
  /** Protocol of the supervisor of the run. */
  readonly theirs: number
  /** Where that supervisor's program is. */
  readonly supervisorPath: string

  constructor(facts: { readonly ours: number; readonly theirs: number; readonly supervisorPath: string }) {
    super(
      `Two versions of @curfew/supervisor in one run: this one speaks protocol ${facts.ours}, ` +
        `the run's supervisor speaks ${facts.theirs}.\n  Running   ${facts.supervisorPath}\n  This one  ${import.meta.url}`,
    )
    this.ours = facts.ours
    this.theirs = facts.theirs
    this.supervisorPath = facts.supervisorPath
  }
}

/** A process could not be spawned; `code` is what the system said (`ENOENT`, `EACCES`, …). */
export class SpawnError extends SupervisorError {
  readonly code: string
  readonly command: string
  readonly cwd: string

  constructor(message: string, facts: { readonly code: string; readonly command: string; readonly cwd: string }) {
    super(message)
    this.code = facts.code
    this.command = facts.command
    this.cwd = facts.cwd
  }
}

/** No free port was found. */
export class NoFreePortError extends SupervisorError {
  readonly code = 'CURFEW_NO_FREE_PORT'
  readonly host: string

  constructor(host: string, tried: number) {
    super(`No free port found on ${host} after ${tried} attempts.`)
    this.host = host
  }
}

/** The supervisor refused or failed a call for a reason of its own. */
export class SupervisorCallError extends SupervisorError {
  readonly code = 'CURFEW_SUPERVISOR_CALL'
}
