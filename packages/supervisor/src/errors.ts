import { CurfewError } from '@curfew/protocol'

/** The supervisor of a run could not be started, or did not answer. */
export class SupervisorStartError extends CurfewError {
  static override readonly code = 'CURFEW_SUPERVISOR_START'
  readonly runDirectory: string

  constructor(message: string, runDirectory: string, options?: { cause?: unknown }) {
    super(message, options)
    this.runDirectory = runDirectory
  }
}

/** The supervisor is gone, and no other takes over: what was asked of it may or may not have been done. */
export class SupervisorLostError extends CurfewError {
  static override readonly code = 'CURFEW_SUPERVISOR_LOST'
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
export class UntrustedSupervisorError extends CurfewError {
  static override readonly code = 'CURFEW_UNTRUSTED_SUPERVISOR'
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
export class ProcessHostClosedError extends CurfewError {
  static override readonly code = 'CURFEW_PROCESS_HOST_CLOSED'

  constructor(call: string) {
    super(`"${call}" was asked of a process host that is closed.`)
  }
}

/** The supervisor of the run speaks another protocol: two versions of curfew in one run. */
export class ProtocolMismatchError extends CurfewError {
  static override readonly code = 'CURFEW_PROTOCOL_MISMATCH'
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

/** A process could not be spawned. */
export class SpawnError extends CurfewError {
  static override readonly code = 'CURFEW_SPAWN'
  /** What the system said: `ENOENT`, `EACCES`, …; `UNKNOWN` where it said nothing. */
  readonly errno: string
  readonly command: string
  readonly cwd: string

  constructor(message: string, facts: { readonly errno: string; readonly command: string; readonly cwd: string }) {
    super(message)
    this.errno = facts.errno
    this.command = facts.command
    this.cwd = facts.cwd
  }
}

/** No free port was found. */
export class NoFreePortError extends CurfewError {
  static override readonly code = 'CURFEW_NO_FREE_PORT'
  readonly host: string

  constructor(host: string, tried: number) {
    super(`No free port found on ${host} after ${tried} attempts.`)
    this.host = host
  }
}

/** The supervisor refused or failed a call for a reason of its own. */
export class SupervisorCallError extends CurfewError {
  static override readonly code = 'CURFEW_SUPERVISOR_CALL'
}
