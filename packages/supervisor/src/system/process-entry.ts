import type { ProcessInfo } from '@curfew/protocol'

/** One process, as the system lists it at one moment. */
export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** When it started, in the system's own unit; with the pid it names a process for good, because pids are reused. */
  readonly startTime: number
  /** Dead is dead: a zombie that nobody has waited for counts as not alive. */
  readonly alive: boolean
  /** Whether its first thread waits for an event, and neither runs nor wants to. */
  readonly sleeping: boolean
  /** Whether it was stopped (SIGSTOP): it takes no signal but SIGKILL until it is continued. */
  readonly stopped: boolean
  /** Whether its first thread is being taken down by the kernel; absent where the system does not tell. */
  readonly ending?: boolean
  /** Another number for each program that it executes: a shell is one, the command that it becomes another. Absent where that is not told. */
  readonly program?: number | undefined
  /** Processor time that it used so far, in ticks of 10 ms; absent where that is not told. */
  readonly cpuTicks?: number
}

/** A process named for good. */
export type ProcessIdentity = Pick<ProcessEntry, 'pid' | 'startTime'>

/** What a process does with a signal that it is sent, and what tells whether it was sent one. */
export interface SignalState {
  /** A process that blocks a signal takes it by `sigwait` or `signalfd`: `caught` as well. */
  readonly disposition: 'default' | 'ignored' | 'caught'
  /** Whether it was sent one that it has not taken yet. */
  readonly pending: boolean
  /**
   * How often its first thread has given up the processor; absent where that proves nothing. The kernel wakes the first
   * thread for a signal, so a thread that sleeps and was not switched since a moment has not taken one since then.
   */
  readonly switches?: number | undefined
  readonly sleeping: boolean
}

/** What this package asks of the operating system about processes that are not its children. */
export interface ProcessTable {
  /** All processes. */
  list(): ProcessEntry[]
  /** One process, zombie or not; `undefined` when there is none. */
  find(pid: number): ProcessEntry | undefined
  /** The value of a variable of the environment that a process was started with; `undefined` where it cannot be told. */
  variables(pid: number, names: readonly string[]): ReadonlyMap<string, string> | undefined
  /** Command line (never empty) and working directory. */
  describe(pid: number): ProcessInfo
  /** `undefined` when there is no such process, or it is not told. */
  signalState(pid: number, signal: NodeJS.Signals): SignalState | undefined
  /** The user who started a process (its real one); `undefined` where it cannot be told. */
  owner(pid: number): number | undefined
  /** The soft value of the limit that carries a mark, in decimal or `unlimited`; `undefined` where it cannot be told. */
  realtimeLimit(pid: number): string | undefined
  /** Whether its standard input is the one that we give to services: a shell runs it in the foreground. */
  hasServiceInput(pid: number): boolean
}

/** Whether two identities are of one process; a pid alone is given out again. */
export function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime
}
