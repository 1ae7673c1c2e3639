import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { userDirectory } from '@curfew/protocol'
import { portRange, type PortRange } from '../ports/port-range.ts'
import { processTable } from '../system/process-table.ts'
import { currentThreadId } from '../system/linux.ts'
import { describeContainment } from '../tree/containment.ts'

/** Options of {@link doctor}. */
export interface DoctorOptions {
  /** The folder that `.curfew` is in, or will be. @default the working directory */
  readonly root?: string | undefined
}

/** One folder that curfew writes to. */
export interface FolderReport {
  readonly path: string
  readonly writable: boolean
  /** What is free on its disk, in bytes; `undefined` where it cannot be told. */
  readonly freeBytes: number | undefined
}

/** What curfew finds on this machine. */
export interface DoctorReport {
  readonly platform: NodeJS.Platform
  readonly node: { readonly version: string; readonly supported: boolean }
  /**
   * What the kernel holds a tree of processes together by. `subreaper`: whatever a service starts stays below the supervisor,
   * with a mark that the kernel keeps; `none`: groups, sessions, descent and the environment only.
   */
  readonly containment: string
  /** How processes that are not children are found. */
  readonly processes: {
    readonly means: 'proc' | 'ps' | 'cim'
    /** Whether they can be listed, with their environment (which marks are in) and their threads. */
    readonly readable: boolean
    readonly environment: boolean
    readonly threads: boolean
    readonly count: number
  }
  /** Ports that are handed out. */
  readonly ports: PortRange
  readonly folders: { readonly runs: FolderReport; readonly user: FolderReport }
  /** What weakens a promise of curfew here, one sentence each; empty where nothing does. */
  readonly problems: readonly string[]
}

/** The oldest Node that is supported. */
const oldestNode = { major: 22, minor: 12 }
const littleSpaceBytes = 64 * 1024 * 1024

/** Looks at this machine: what curfew can promise here, and what it cannot. Starts nothing and changes nothing but the user's own folder. */
export function doctor({ root = process.cwd() }: DoctorOptions = {}): DoctorReport {
  const processes = lookAtProcesses()
  const containment = describeContainment()
  const facts = {
    platform: process.platform,
    node: { version: process.versions.node, supported: isSupported(process.versions.node) },
    containment: containment.kind,
    processes,
    ports: portRange(),
    folders: { runs: lookAtFolder(path.join(path.resolve(root), '.curfew', 'runs')), user: lookAtUserFolder() },
  }
  return { ...facts, problems: [...problemsOf(facts, containment.reason)] }
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)
}

function lookAtProcesses(): DoctorReport['processes'] {
  const means = process.platform === 'win32' ? 'cim' : process.platform === 'linux' ? 'proc' : 'ps'
  try {
    const count = processTable.list().length
    const self = processTable.find(process.pid)
    return {
      means,
      readable: self?.alive === true,
      environment: processTable.variables(process.pid, ['PATH']) !== undefined,
      threads: currentThreadId() !== undefined,
      count,
    }
  } catch {
    return { means, readable: false, environment: false, threads: false, count: 0 }
  }
}

function lookAtUserFolder(): FolderReport {
  try {
    return lookAtFolder(userDirectory())
  } catch (error) {
    // It belongs to somebody else, or cannot be made: the message names it.
    return { path: (error as Error).message, writable: false, freeBytes: undefined }
  }
}

/** Whether a folder could be written to, or made: the nearest one above it that exists tells. */
function lookAtFolder(folder: string): FolderReport {
  let existing = folder
  while (!existsSync(existing) && path.dirname(existing) !== existing) existing = path.dirname(existing)
  try {
    accessSync(existing, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(existing)
    return { path: folder, writable: true, freeBytes: bavail * bsize }
  } catch {
    return { path: folder, writable: false, freeBytes: undefined }
  }
}

function* problemsOf(
  { platform, node, containment, processes, folders }: Omit<DoctorReport, 'problems'>,
  uncontained: string | undefined,
): Generator<string> {
  if (!node.supported) yield `Node ${node.version} is older than ${oldestNode.major}.${oldestNode.minor}.`
  if (platform !== 'linux') {
    yield `On ${platform} trees are found by what the system tells; this is written from its documentation and not tested.`
  }
  if (!processes.readable) yield 'Processes cannot be listed: only direct children and their groups are stopped.'
  else if (!processes.environment) {
    yield 'The environment of processes cannot be read: who left its group and session may not be found, and of what a dead run left only what its journal names.'
  }
  if (platform === 'linux' && !processes.threads) {
    yield 'Threads cannot be told apart (/proc/thread-self): the services of a thread that dies wait for the end of its process.'
  }
  if (platform === 'linux' && hidesProcesses()) {
    yield '/proc hides processes of other users (hidepid): a service with another uid is seen by its supervisor only.'
  }
  if (containment === 'none') {
    yield `Nothing of the kernel holds trees together: a daemon with an empty environment may only be named, not stopped (${uncontained}).`
  }
  for (const { path: folder, writable, freeBytes } of Object.values(folders)) {
    if (!writable) yield `${folder} cannot be written to.`
    else if (freeBytes !== undefined && freeBytes < littleSpaceBytes) {
      yield `${folder} is on a disk with ${Math.floor(freeBytes / 1024)} KiB left: output and journal may be lost.`
    }
  }
}

function hidesProcesses(): boolean {
  try {
    return /^proc \/proc proc \S*hidepid=(?:[12]|noaccess|invisible)/m.test(readFileSync('/proc/self/mounts', 'utf8'))
  } catch {
    return false
  }
}
