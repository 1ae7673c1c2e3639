import { closeSync, constants, fchownSync, fstatSync, mkdirSync, openSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { OutputLine, ProcessSpawnOrder } from '@curfew/protocol'
import { loadNative } from '../system/native.ts'
import { isNowhere, whyNotOwn, withoutLinks } from './own-folder.ts'
import { pipePath } from './pipe-path.ts'

const append = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | withoutLinks
const readWithoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK | withoutLinks
/** What a process writes to is open for reading too: it then always has a reader. */
const forBoth = constants.O_RDWR | withoutLinks
const streams = ['stdout', 'stderr'] as const
/** A pipe of standard output holds so much while its process is one of a few, and less when there are many. */
const largePipeBytes = 1024 * 1024
const smallPipeBytes = 256 * 1024
const fewProcesses = 16
/** What `stderr` holds while nobody reads it. What is said there is little. */
const maxErrorBytes = 256 * 1024

/** The ends of the pipes of a process from which its output is read. */
export interface OutputPipes extends Readonly<Record<OutputLine['stream'], number>> {
  /** They are in no folder, since none can be written: so nobody else can open them, and there are no log files. */
  readonly isNameless?: true
}

/** What a process writes its output to. */
export interface OpenedOutput {
  /** For the process; to be closed once it has them. */
  readonly child: readonly number[]
  /** Absent where it writes its logs itself. */
  readonly pipes?: OutputPipes
}

/** What output is opened with. */
export interface OutputSurroundings {
  readonly complain: (message: string) => void
  /** What a pipe is to hold while nobody reads it. */
  readonly pipeBytes: number
}

/** What the pipe of one more process may hold: an unprivileged user may have 64 MiB in all, other programs too. */
export function pipeBytesBeside(living: number): number {
  return living < fewProcesses ? largePipeBytes : smallPipeBytes
}

/**
 * Opens what a process writes its output to: named pipes in the folder of its service, or the log files themselves.
 *
 * The process holds both ends of each pipe, so no reader's death breaks it, and another reader opens it by its name. Files are
 * taken where the order says so, and where pipes cannot be made or not be made large (see docs/guide/logging.md).
 *
 * Never appends to what somebody else put there: the folder has to be this user's, and no file may be a link. A full disk or a
 * folder that cannot be written costs the log files, never the test: then pipes without a name are taken, and `complain` says so.
 */
export function openOutput(order: ProcessSpawnOrder, around: OutputSurroundings): OpenedOutput {
  const { directory, through = 'pipe' } = order.log
  if (isNowhere(directory)) return namelessOutput(order, around.pipeBytes)
  const opened: number[] = []
  try {
    mkdirSync(directory, { recursive: true })
    const foreign = whyNotOwn(directory)
    if (foreign !== undefined) throw new Error(foreign)
    for (const stream of streams) opened.push(openLog(directory, stream))
    const output = through === 'pipe' ? openPipes(order, around.pipeBytes) : undefined
    if (output === undefined) return { child: opened }
    for (const fd of opened) closeSync(fd)
    return output
  } catch (error) {
    for (const fd of opened) closeSync(fd)
    const nameless = namelessOutput(order, around.pipeBytes)
    const consequence = nameless.pipes === undefined ? 'its output is lost' : 'its output is in no file'
    around.complain(`${order.id}: ${consequence}: ${(error as Error).message}`)
    return nameless
  }
}

/** Opens the pipes of a process that a supervisor before this one spawned; `undefined` where it has none. */
export function reopenPipes(directory: string): OutputPipes | undefined {
  const opened: number[] = []
  try {
    for (const stream of streams) opened.push(openPipe(directory, stream, readWithoutWaiting))
    const [stdout = -1, stderr = -1] = opened
    return { stdout, stderr }
  } catch {
    for (const fd of opened) closeSync(fd)
    return undefined
  }
}

/** Lets go of the pipes of a process that did not come to be. */
export function removePipes(directory: string, { stdout, stderr, isNameless }: OutputPipes): void {
  closeSync(stdout)
  closeSync(stderr)
  if (isNameless !== true) for (const stream of streams) rmSync(pipePath(directory, stream), { force: true })
}

function openLog(directory: string, stream: OutputLine['stream']): number {
  const file = path.join(directory, `${stream}.log`)
  const fd = openSync(file, append, 0o600)
  if (fstatSync(fd).nlink === 1) return fd
  closeSync(fd)
  throw new Error(`${file} is a second name of another file`)
}

function openPipe(directory: string, stream: OutputLine['stream'], flags: number): number {
  const fd = openSync(pipePath(directory, stream), flags)
  if (fstatSync(fd).isFIFO()) return fd
  closeSync(fd)
  throw new Error(`${pipePath(directory, stream)} is no pipe`)
}

function openPipes(order: ProcessSpawnOrder, pipeBytes: number): OpenedOutput | undefined {
  const native = loadNative()
  if (typeof native === 'string') return undefined
  const { directory } = order.log
  const opened: number[] = []
  try {
    for (const stream of streams) {
      rmSync(pipePath(directory, stream), { force: true })
      native.makePipe(pipePath(directory, stream), 0o600)
      const reader = openPipe(directory, stream, readWithoutWaiting)
      opened.push(reader)
      const bytes = stream === 'stderr' ? Math.min(pipeBytes, maxErrorBytes) : pipeBytes
      if (native.growPipe(reader, bytes) < bytes) throw new Error('the pipes of this user hold too much already')
      const writer = openPipe(directory, stream, forBoth)
      opened.push(writer)
      letReopen(writer, order)
    }
  } catch {
    // A filesystem without pipes, a user with too many: the process writes its files itself.
    for (const fd of opened) closeSync(fd)
    for (const stream of streams) rmSync(pipePath(directory, stream), { force: true })
    return undefined
  }
  const [stdout = -1, childOut = -1, stderr = -1, childError = -1] = opened
  return { child: [childOut, childError], pipes: { stdout, stderr } }
}

/** Output that only this supervisor can read, and that gets into no file; lost where such pipes cannot be made. */
function namelessOutput(order: ProcessSpawnOrder, pipeBytes: number): OpenedOutput {
  const native = loadNative()
  if (typeof native === 'string') return { child: [] }
  const opened: number[] = []
  try {
    for (const stream of streams) {
      const [reader, end] = native.openPipe()
      opened.push(reader)
      try {
        const writer = openSync(`/proc/self/fd/${end}`, constants.O_RDWR)
        opened.push(writer)
        letReopen(writer, order)
      } finally {
        closeSync(end)
      }
      // As much as this user may have: what does not fit waits until it was read.
      native.growPipe(reader, stream === 'stderr' ? Math.min(pipeBytes, maxErrorBytes) : pipeBytes)
    }
  } catch {
    for (const fd of opened) closeSync(fd)
    return { child: [] }
  }
  const [stdout = -1, childOut = -1, stderr = -1, childError = -1] = opened
  return { child: [childOut, childError], pipes: { stdout, stderr, isNameless: true } }
}

/** Has the user of a process open /dev/stdout again. */
function letReopen(writer: number, { uid, gid }: ProcessSpawnOrder): void {
  if (uid !== undefined || gid !== undefined) fchownSync(writer, uid ?? -1, gid ?? -1)
}
