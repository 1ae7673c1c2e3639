/**
 * The process host: what core asks of the module that runs processes for it.
 *
 * Core decides *when* a process starts, is asked to stop, and is killed; a process host (by default `@curfew/supervisor`)
 * carries it out and is the parent of every service process. The contract uses only the types of this package, so a test may
 * put a fake in its place.
 */

import type { Ask } from './network/ask.ts'

/** What a process runs under and where its output is kept; a supervisor stores it to finish the stop for a dead owner. */
export interface ProcessSpawnOrder {
  /** Unique within the run, e.g. `s12-api`; becomes the mark in the environment of the whole tree. */
  readonly id: string
  /** The name of the service, for messages and file names. */
  readonly service: string
  /** The scope that owns it; an owner's scopes are closed one by one when the owner dies. */
  readonly scopeId: string
  /** Ids of the services that this one needs, directly or through services that are no processes: it stops before them. */
  readonly needs: readonly string[]
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment; nothing is inherited from the supervisor. Only its names are ever stored. */
  readonly env: Readonly<Record<string, string>>
  readonly umask: number
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  /** Off by default: the command is an executable, found on the PATH of `env`. */
  readonly shell: boolean
  /** Where it listens if it listens; used to replace a port or to name who holds it. */
  readonly host: string
  readonly ports: Readonly<Record<string, number>>
  readonly stop: ProcessStopPolicy
  readonly log: ProcessLogOrder
  /** The driver of the host that it runs on. @default this machine */
  readonly driver?: HostDriverOrder | undefined
  /** Key of the shared lease that it is made for, by the one who makes that: it is the run's then. @default the owner's */
  readonly lease?: string | undefined
}

/**
 * Names the driver of a process host: the supervisor loads it with the first order that does, and so does the sweep of a later
 * run. Both fields are in the journal.
 */
export interface HostDriverOrder {
  /** Absolute path, or `file:` URL, of the module: an ES or CommonJS module that exports `createHostDriver`. */
  readonly module: string
  /** JSON, with no secret in it: where one is needed, it says where that is (a file, an agent, a variable). */
  readonly options?: unknown
}

/** Whether the host of a driver can be reached, and why not. */
export type HostReach = { readonly isReachable: true } | { readonly isReachable: false; readonly reason: string }

/** Something that is no process, and that the supervisor ends for a dead owner: a network, a volume, a directory. */
export interface ResourceOrder {
  /** Unique within the run, among those of processes too. */
  readonly id: string
  /** The name of the service, for messages. */
  readonly service: string
  /** The scope that owns it. */
  readonly scopeId: string
  /** Ids of the services that this one needs: it is released before them. */
  readonly needs: readonly string[]
  readonly driver: HostDriverOrder
  /** What the driver makes; JSON, in the journal, and so with no secret in it. */
  readonly options?: unknown
  /** Wait for its release, in milliseconds. */
  readonly releaseTimeoutMs: number
  /** Key of the shared lease that it is made for. @default the owner's own */
  readonly lease?: string | undefined
}

/** How a process is stopped: the limits in force for its service. The scope uses the same values when it stops it itself. */
export interface ProcessStopPolicy {
  /** The graceful signal. */
  readonly signal: NodeJS.Signals
  /** Wait after the graceful signal, in milliseconds; 0 sends none. `null` stands for no limit (JSON has no Infinity). */
  readonly stopTimeoutMs: number | null
  /** Wait for the tree to be gone after the kill, in milliseconds. */
  readonly killTimeoutMs: number
}

/** Where the output of a process goes. */
export interface ProcessLogOrder {
  /** Existing folder of this service instance; the files are `stdout.log` and `stderr.log` (raw) and `records.ndjson`. */
  readonly directory: string
  /** Size of one raw file, in bytes, past which all but its end is dropped and the loss is recorded. */
  readonly maxLogBytes: number
  /** What the process writes to: pipes that the supervisor reads into the raw files, or these files. @default 'pipe' */
  readonly through?: 'pipe' | 'file' | undefined
  /** Fields that every record carries (`run worker file test attempt service node cluster runtime`). */
  readonly fields: Readonly<Record<string, string | number | null>>
}

/** Why the main process ended. `code` and `signal` are both `null` when it cannot be known (an adopted process). */
export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** A hint such as `out of memory`, where the system tells. */
  readonly hint?: string | undefined
}

/** What was left of a tree once a stop or kill was over. */
export interface ProcessTreeEnd {
  /** Whether no process of the tree lives (zombies are dead). */
  readonly gone: boolean
  /** Living processes that are ours. Empty when gone. */
  readonly survivors: readonly ProcessInfo[]
  /** Living processes that may stem from the tree but cannot be proved ours: named, never killed. */
  readonly suspects: readonly ProcessInfo[]
  /** What had to be killed (SIGKILL), the main process among it where that was. */
  readonly killed: readonly KilledProcess[]
  /**
   * What lived on after the main process had exited by itself with code 0, and did not end within 5 s or was a server: it
   * was asked to end, and killed if it did not. A start command that goes to the background leaves its daemon here.
   */
  readonly leftBehind: readonly ProcessInfo[]
}

/** A process that was killed. */
export interface KilledProcess extends ProcessInfo {
  /** Whether it had been sent the graceful signal, or may have been by its parent, and had time to end. */
  readonly asked: boolean
}

/** One process, as a message names it. */
export interface ProcessInfo {
  readonly pid: number
  readonly command: string
  readonly cwd?: string | undefined
}

/** One line of output. Order across streams is best effort. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr'
  /** Without the line end, which may be a carriage return alone; invalid UTF-8 replaced; at most 64 KiB. */
  readonly text: string
  /** When the tailer read it, in milliseconds since the epoch. */
  readonly timeMs: number
  /**
   * Set for a line that has had no end for 100 ms (a prompt, a ready line without a line feed): what there is of it. The
   * whole line follows once it ends. Only subscribers get such lines, never the records.
   */
  readonly unfinished?: true | undefined
  /** Set for what follows in a line longer than 64 KiB. Only subscribers get such pieces, never the records. */
  readonly continues?: true | undefined
}

/** Who holds a listening socket, seen from one service. */
export type PortHolder =
  /** `instead`: where the service listens, as `host:port`, where that can be told. */
  | { readonly state: 'none'; readonly instead?: readonly string[] }
  | { readonly state: 'ours'; readonly pid: number }
  | { readonly state: 'foreign'; readonly holder: ProcessInfo | null }

/** A spawned process and its tree. */
export interface ProcessHandle {
  readonly id: string
  readonly pid: number
  readonly startedAtMs: number
  /** Settles once, when the main process exits. Never rejects. */
  readonly exited: Promise<ProcessExit>
  /**
   * Settles once, when the whole tree is gone after a stop, a kill, or an exit. Never rejects. What an exit that nobody
   * asked for leaves of the tree is asked to end, has the stop limit of its order, and is killed then.
   */
  readonly gone: Promise<ProcessTreeEnd>
  /**
   * Sends the graceful signal to the tree. When the main process then exits, what got the signal, or may have got it from
   * its parent, has the rest of the stop limit of its order, counted from here; what never got it is told then, or killed if
   * it ignores it.
   */
  terminate(signal: NodeJS.Signals): Promise<void>
  /** Kills the whole tree (SIGKILL), and tells what was left after `killTimeoutMs`. */
  kill(killTimeoutMs: number): Promise<ProcessTreeEnd>
  /** Sends a signal to the main process only (pause, reload). */
  signal(signal: NodeJS.Signals): Promise<void>
  /** Calls back for every line from the first on; returns how to end it. Lines are only sent while somebody subscribes. */
  onLine(listener: (line: OutputLine) => void): () => void
  /** Reads all that was written so far, then tells the last lines, oldest first. */
  lastLines(count: number): Promise<readonly OutputLine[]>
  /** Who listens on that address: our own tree, somebody else, or nobody. */
  portHolder(host: string, port: number): Promise<PortHolder>
  /** The system's present answer: living pids of the tree. */
  refresh(): Promise<readonly number[]>
}

/**
 * What becomes of somebody who asks for what the run has once for all owners: they make it, or use it. It is never seen half made,
 * and where it could not be made, everybody who asks gets the first reason.
 */
export type SharedLease =
  | { readonly role: 'maker' }
  | {
      readonly role: 'user'
      /** What the maker said of it, as JSON. */
      readonly value: unknown
      readonly processes: readonly ProcessHandle[]
    }
  | {
      readonly role: 'failed'
      /** Why it could not be made, as its maker said, as JSON. */
      readonly error: unknown
    }

/** What is asked of a port lease. */
export interface PortLeaseRequest {
  /** The service instance that will listen. */
  readonly id: string
  readonly host: string
  readonly names: readonly string[]
  /** The driver of the host whose ports they are. @default this machine */
  readonly driver?: HostDriverOrder | undefined
  /** Key of the shared lease whose service will listen. @default the owner's own */
  readonly lease?: string | undefined
  /** Ports that the user fixed, by name; refused with a {@link PortTakenFacts} when somebody listens there. */
  readonly fixed: Readonly<Record<string, number>>
}

/** Facts of a refused fixed port. */
export interface PortTakenFacts {
  readonly port: number
  readonly host: string
  readonly holder: ProcessInfo | null
}

/** The answer to a lease: one port per name, held until {@link ProcessHost.releasePorts} or the end of the run. */
export type PortLease =
  | { readonly ok: true; readonly ports: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly taken: PortTakenFacts }

/** A process that was left up on purpose, and how to end it. */
export interface KeptProcess {
  readonly id: string
  readonly pid: number
  /** Its process group, which it leads: `kill -- -<group>` ends what did not leave it. */
  readonly group: number
}

/** A port of a service that is gone, on which somebody still listens. */
export interface LeakedPort {
  readonly host: string
  readonly port: number
  /** Who listens; `null` where it cannot be told. */
  readonly holder: ProcessInfo | null
}

/** What still lives of a service that should be gone. */
export interface ProcessLeak {
  readonly id: string
  /** Processes that are proved its own. They were killed when they were found. */
  readonly processes: readonly ProcessInfo[]
  /** What of them could not be killed. */
  readonly survivors: readonly ProcessInfo[]
  /** Its ports on which somebody listens who is not proved its own: named, and left alone. */
  readonly ports: readonly LeakedPort[]
}

/** One entry of the journal; the schema is `journal/schema.ts`. */
export interface JournalEntry {
  readonly event: string
  readonly timeMs: number
  readonly [field: string]: unknown
}

/** Runs processes for one owner (a worker, or a program without a runner). */
export interface ProcessHost {
  /** Leases ports: no other worker of any run on this machine is given the same ones. */
  leasePorts(request: PortLeaseRequest): Promise<PortLease>
  releasePorts(id: string): Promise<void>
  /**
   * Spawns a process. The intent is in the journal before the process exists.
   * @throws an error with `code` `ENOENT`, `EACCES` … as the system gave it, and a message that names the command
   */
  spawn(order: ProcessSpawnOrder): Promise<ProcessHandle>
  /**
   * Makes something that is no process. The intent is in the journal before it is made, so that whoever comes after this owner
   * releases it, after all that needs it.
   *
   * @returns what its driver says of it, as JSON
   * @throws the driver's error; what was half made has been released then, or is later
   */
  acquire(order: ResourceOrder): Promise<unknown>
  /** Releases it; rejects when something of it is left, and may be called again then. */
  release(id: string): Promise<void>
  /**
   * Asks for what the run has once for all owners, by a key that all of them know. The first one makes it: it orders with that key, and
   * says when it is made, or why it cannot be. The others wait for that. Where its maker dies in the middle, what there was of it is
   * ended, and the next one makes it.
   */
  share(key: string): Promise<SharedLease>
  /** It is made; only of the maker. `value` is JSON, told to everybody who uses it. */
  shared(key: string, value: unknown): Promise<void>
  /** It cannot be made; only of the maker. `error` is JSON, told to everybody who asks. Resolves when nothing of it is left. */
  shareFailed(key: string, error: unknown): Promise<void>
  /** It is used here no more. The last one to say so has it ended, and waits for that; the death of an owner says it too. */
  unshare(key: string): Promise<void>
  /**
   * Leaves processes up for somebody to look at: neither this owner's end nor that of the run stops them any more. The
   * sweep of a later run does. Those that have ended meanwhile are not in the answer.
   */
  keep(ids: readonly string[]): Promise<readonly KeptProcess[]>
  /** Looks once for what still lives of services that are gone, by mark and by port; tells only those that leaked. */
  leaks(ids: readonly string[]): Promise<readonly ProcessLeak[]>
  /**
   * Asks over the network, once, by whoever runs the processes: nothing that this process does to its own network has a part
   * in it. Rejects with the reason of the signal, or when nobody is there to ask.
   */
  readonly ask: Ask
  /**
   * Removes the folders of services that are gone, once their output was read to the end: nobody will look at it. Those of which
   * something is left are kept. Never throws, never waits.
   */
  discard(ids: readonly string[]): void
  /** Calls back with what somebody should know and no call fails with: a disk that is full, a folder that cannot be written. */
  onComplaint(listener: (message: string) => void): () => void
  /**
   * Calls back when a host with a driver cannot be reached (at once where that is so now), and when it can again: what its processes do
   * meanwhile is not known.
   * Returns an unsubscribe function.
   */
  onHostReach(listener: (driver: HostDriverOrder, reach: HostReach) => void): () => void
  /** Appends to the owner's journal; never throws, never waits. */
  record(entry: JournalEntry): void
  /**
   * Calls back once, when the run is over for this owner though nobody told it (the root process is dead): its scopes are
   * to be closed now, and what is left 2 s later is stopped for it.
   */
  onDoomed(listener: (reason: string) => void): () => void
  /** Ends this owner's connection; the supervisor closes what it still owns and leaves with its last owner. */
  close(): Promise<void>
}

/** What a process host is connected with. */
export interface ProcessHostOptions {
  readonly run: string
  /** The run's folder (mode 0700); socket address, journal and supervisor log are found from it. */
  readonly runDirectory: string
  /** Who opened the connection, e.g. the worker's id. */
  readonly owner: string
  /** The process whose end ends the run; this process by default. */
  readonly rootPid?: number | undefined
  /** Whether this process is kept alive until the connection is open. @default true */
  readonly keepsAlive?: boolean | undefined
}

/** What a module that provides a process host exports. */
export interface ProcessHostModule {
  connectProcessHost(options: ProcessHostOptions): Promise<ProcessHost>
  /**
   * Ends a run: everything that its owners still have is stopped, and who runs the processes is gone afterwards. Costs one
   * look at the folder where nothing was ever started.
   */
  endRun(runDirectory: string): Promise<void>
}
