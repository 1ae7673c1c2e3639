import type { Clock, HostDriverOrder, OutputLine, PortHolder, Limits } from '@curfew/protocol'
import type { ServiceLog } from '../logging/service-log.ts'

/** The name of what a service runs in. Nodes and clusters are members of the same graph and run in nothing: `place`. */
export type RuntimeKind = 'task' | 'thread' | 'process' | 'place' | (string & {})

/** How a runtime ended. All fields are data; whether it is a failure is decided by the lifecycle, which knows what was asked. */
export interface RuntimeExit {
  /** Exit code of a process or thread; `null` for a signal, a task, or when it cannot be known. */
  readonly code: number | null
  readonly signal: string | null
  /** What a task or thread threw. */
  readonly error?: unknown
  /** A hint of the system, e.g. `out of memory`. */
  readonly hint?: string | undefined
}

/** What was left when a runtime was over. */
export interface RuntimeEnd {
  /** Whether nothing of it is left. */
  readonly gone: boolean
  /** What is left, as a message names it, e.g. `pid 4711 (node server.js)`. */
  readonly left: readonly string[]
  /** What may stem from it but cannot be proved ours: named, never killed. */
  readonly suspects: readonly string[]
  /** What of it had to be killed; absent for nothing. */
  readonly killed?: readonly KilledPart[]
  /** What lived on after it had ended by itself and cleanly, and was ended then, by name; absent for nothing. */
  readonly leftBehind?: readonly string[]
}

/** A part of a runtime that was killed. */
export interface KilledPart {
  /** As a message names it. */
  readonly what: string
  /** Whether it is what was launched, and not something that this started. */
  readonly isMain: boolean
  /** Whether it was asked to end, or may have been, and had time to. */
  readonly wasAsked: boolean
}

/** Where a service runs, as far as its runtime asks. */
export interface RuntimePlace {
  /** The address that it listens on, a literal IP. */
  readonly host: string
  /** The driver of the process host that runs its processes. @default this machine */
  readonly driver?: HostDriverOrder | undefined
  /** What its processes have where their options do not say. @default what this process has */
  readonly defaults?: ProcessDefaults | undefined
}

/** What the processes on a node have where their own options do not say. */
export interface ProcessDefaults {
  /** Absolute path, which a relative `cwd` of a process is below. @default the root of the runner's project */
  readonly cwd?: string | undefined
  /** The environment that the variables of a process are added to. @default that of this process */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** @default that of this process */
  readonly umask?: number | undefined
}

/** What a runtime is given when it launches. */
export interface LaunchContext {
  /** Unique in the run, e.g. `s12-api`. */
  readonly id: string
  readonly scopeId: string
  /** Ids of the services that it needs, directly or not. */
  readonly needs: readonly string[]
  readonly serviceName: string
  /** Aborted when the service is to stop before it was ready. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly log: ServiceLog
  /** The limits in force for this service: its own options, then those of its scope. */
  readonly limits: Pick<Limits, 'stopTimeoutMs' | 'killTimeoutMs'>
  /** Whether the scope of the service is closing: what its code asks of it is refused, and is no error of its own. */
  isClosing(): boolean
  /** Resolves when the node that the service runs on is up; at once without a node. Rejects when `signal` aborts. */
  waitForNode(signal: AbortSignal): Promise<void>
}

/** What a probe may look at while a service starts. */
export interface ProbeTarget {
  /** The address of the service's node, a literal IP, e.g. `127.0.0.1`. */
  readonly host: string
  /** The default port, if the service has one. */
  readonly port: number | undefined
  readonly ports: Readonly<Record<string, number>>
  /** Calls back for each line of output from the first on; returns how to end it. */
  onLine(listener: (line: OutputLine) => void): () => void
  /** Calls back for each message of a thread from the first on; returns how to end it. */
  onMessage(listener: (message: unknown) => void): () => void
  /** Who listens there: this service's own process tree, somebody else, or nobody. `undefined` where it cannot be told. */
  portHolder(host: string, port: number): Promise<PortHolder | undefined>
}

/**
 * One run of a service's body, in a task, thread or process: the only thing that the lifecycle knows of what it runs in.
 *
 * Guarantee expected of every implementation: `exited` settles exactly once when the body has ended, for whatever reason;
 * `gone` settles once when nothing of it is left (after the exit). Neither rejects. `terminate` and `kill` may be called
 * at any time after `launch` was called, more than once, also when it is already over.
 */
export interface Runtime {
  /** Begins, and resolves when it exists (spawned, online), before it is ready. A rejection means that nothing is left. */
  launch(context: LaunchContext): Promise<void>
  readonly exited: Promise<RuntimeExit>
  readonly gone: Promise<RuntimeEnd>
  /** Asks it to end: the stop signal to a process, a stop message to a thread, the abort of a task's signal. */
  terminate(): void | Promise<void>
  /**
   * How long an order may take to arrive where it is carried out, in milliseconds: the limit of a stop or of a kill begins
   * once `terminate` or `kill` has settled, and no later than this. Absent where orders are carried out at once.
   */
  readonly orderTimeoutMs?: number | undefined
  /** Ends it by force. A task cannot be: it is left behind with its context closed, and `gone` does not settle. */
  kill(): void | Promise<void>
  /** Whether it exists, by the last known state. */
  isAlive(): boolean
  /** Asks the system whether it exists. */
  refresh(): Promise<boolean>
  /** Whether it cannot start because somebody else took a port that we chose for it; it is then made anew, once. */
  portWasTaken?(): Promise<boolean>
  /** Whether an exit after `terminate` is what a clean stop looks like. */
  isCleanStop(exit: RuntimeExit): boolean
  /** What the readiness probes look at. */
  readonly target: ProbeTarget
  /** Last lines of its own output, oldest first (what the service logged itself is kept by its log). */
  lastLines(count: number): Promise<readonly OutputLine[]>
  /** Lets go of whoever listens to it: the scope of the service is over. */
  release?(): void
  /** How it is named in messages, e.g. `pid 4711`, `thread 3`. */
  describe(): string
  /** The process id, where there is one. */
  readonly pid: number | undefined
}
