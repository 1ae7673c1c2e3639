import type {
  HostReach,
  KilledProcess,
  OutputLine,
  PortHolder,
  PortLease,
  PortLeaseRequest,
  ProcessExit,
  ProcessSpawnOrder,
  ProcessTreeEnd,
  ResourceOrder,
} from './process-host.ts'

/**
 * The supervisor's side of one kind of process host: this machine, another one, a container engine, a cluster. It runs in the
 * supervisor's process, from the first order that names it to the end of the run, once for all owners.
 *
 * Every method may be absent, and an order that needs it then fails. A driver never ends anything by itself: the supervisor
 * says what ends, in the order of the graph.
 */
export interface HostDriver {
  /**
   * Starts a process. The intent is in the journal before this is called. What it makes has to carry the run and the id
   * of the order, so that {@link HostDriver.adopt} finds it where this supervisor dies before the answer is written down.
   *
   * @throws an error with a `code` once it is certain that there is no process
   */
  spawn?(order: ProcessSpawnOrder, around: HostedSurroundings): Promise<HostedProcess>
  /**
   * Finds a process that another supervisor started, for a take-over or the sweep of a later run; `undefined` when it is
   * proved that nothing of it is left.
   *
   * @throws where that cannot be told, an unreachable host for example: it counts as alive, and its end is tried again
   */
  adopt?(past: PastProcess, around: HostedSurroundings): HostedProcess | undefined | Promise<HostedProcess | undefined>
  /** Leases ports of that host until they are released. Absent: the ports are this machine's. */
  leasePorts?(request: PortLeaseRequest): Promise<PortLease>
  releasePorts?(id: string): Promise<void>
  /**
   * Makes something that is no process: a network, a volume, a directory, a forward. The intent is in the journal before.
   *
   * @returns JSON: what the owner is told, and what {@link HostDriver.release} gets
   */
  acquire?(order: ResourceOrder): Promise<unknown>
  /**
   * Ends what `acquire` made or half made. Called again after it failed, and by another supervisor or the sweep of a later
   * run after this one died; where nothing is left it does nothing.
   *
   * @throws where something of it is left
   */
  release?(past: PastResource): Promise<void>
  /** The supervisor leaves, or its sweep is over: connections are closed. */
  close?(): Promise<void>
}

/** What the module of a driver exports. */
export interface HostDriverModule {
  createHostDriver(options: unknown, facts: HostDriverFacts): HostDriver | Promise<HostDriver>
}

/** What a driver is made for. */
export interface HostDriverFacts {
  /** The run of its processes and resources: with the id of an order the name of each for good. */
  readonly run: string
  /** Reports to owners, and in the supervisor's log, what they should know and no call fails with. */
  readonly complain: (message: string) => void
  /**
   * Reports to owners that the host cannot be reached, and that it can again. What its processes do meanwhile is not known, so none
   * of them counts as exited for that. Reported by the driver with its first contact, and when it is sure of a change: a flap that
   * it bridges is nobody's business.
   */
  readonly reach: (reach: HostReach) => void
}

/** What a driver has for one process. */
export interface HostedSurroundings {
  /** Appends to the raw log of that stream, from which lines, records and the last lines are read. Never throws. */
  write(stream: OutputLine['stream'], bytes: Uint8Array): void
  /** Notes in the journal who is about to get the graceful signal; {@link PastProcess.asked} tells it to a successor. */
  asked(signal: NodeJS.Signals, processes: readonly HostedIdentity[]): void
  /** Notes in the journal what is about to be killed; {@link PastProcess.killed} tells it to a successor. */
  killed(processes: readonly KilledProcess[]): void
}

/** A process on a host, and when it began as that host counts: its pid may be given to another one later. */
export interface HostedIdentity {
  readonly pid: number
  readonly startTime: number
}

/** A process on a host, with all that it started there. Its pid is that of its main process. */
export interface HostedProcess extends HostedIdentity {
  readonly startedAtMs: number
  /** What holds its tree together: a word for the journal. */
  readonly containment: string
  /** JSON that names it on its host where pid and start time do not; kept in the journal. */
  readonly identity?: unknown
  /** Settles once, when the main process has exited. Never rejects. */
  readonly exited: Promise<ProcessExit>
  /** Sends the graceful signal to the whole tree. The supervisor asks for each signal once. */
  ask(signal: NodeJS.Signals): void
  /** Somebody waits for the end of what its main process left: nothing of it is waited for that could be asked. */
  hurry?(): void
  /** Sends a signal to the main process only. */
  signal(signal: NodeJS.Signals): void
  /**
   * After the main process: resolves when what lives of the tree is to be killed, at the latest after the stop limit of its
   * order. Absent: at once.
   */
  endRest?(exit: ProcessExit, facts: RestFacts): Promise<void>
  /** Kills the whole tree, and resolves with what was left after `killTimeoutMs`. Called again where something was. */
  kill(killTimeoutMs: number): Promise<ProcessTreeEnd>
  /** It was left up on purpose, and outlives this supervisor. */
  keep?(): void
  /** Who listens on that address of its host. */
  portHolder(host: string, port: number): PortHolder | Promise<PortHolder>
  /** Living pids of its tree, now. */
  pids(): readonly number[] | Promise<readonly number[]>
}

/** What is known while the rest of a tree ends. */
export interface RestFacts {
  /** Asks the tree to end, on the record. */
  readonly ask: () => void
  /** Whether it is being killed already. */
  readonly isOver: () => boolean
}

/** A process as the journal tells of it. */
export interface PastProcess {
  /** Without its environment. */
  readonly order: ProcessSpawnOrder
  readonly intendedAtMs: number
  /** `undefined` where the supervisor died before it was written. */
  readonly spawned?: PastSpawn | undefined
  /** Graceful signals that it was sent, in order. */
  readonly asked: readonly PastSignal[]
  readonly killed: readonly KilledProcess[]
  readonly exit?: ProcessExit | undefined
  /** Set once nothing of it was left. */
  readonly end?: ProcessTreeEnd | undefined
  readonly kept: boolean
}

/** What was written of a process that came to be. */
export interface PastSpawn extends HostedIdentity {
  readonly startedAtMs: number
  readonly identity?: unknown
}

/** A graceful signal that a tree was sent. */
export interface PastSignal {
  readonly signal: NodeJS.Signals
  readonly agoMs: number
  /** Who got it; `undefined` when the supervisor died before it sent any. */
  readonly told: readonly HostedIdentity[] | undefined
}

/** A resource as the journal tells of it. */
export interface PastResource {
  readonly order: ResourceOrder
  /** What `acquire` answered; `undefined` where it did not, or failed. */
  readonly value: unknown
}
