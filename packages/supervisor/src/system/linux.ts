import { closeSync, constants as files, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { constants } from 'node:os'
import type { ProcessInfo } from '@curfew/protocol'
import type { ProcessEntry, ProcessTable, SignalState } from './process-entry.ts'

// One buffer for all reads: a scan of thousands of processes then allocates nothing per file.
let buffer = Buffer.allocUnsafe(64 * 1024)

/** Reads a file of /proc into the shared buffer; -1 when the process is gone or not ours to read. */
function readProc(path: string): number {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return -1 // gone, or another user's
  }
  try {
    let length = 0
    for (;;) {
      const count = readSync(fd, buffer, length, buffer.length - length, null)
      length += count
      if (count === 0) return length
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2)
    }
  } catch {
    return -1 // ESRCH: it ended between open and read
  } finally {
    closeSync(fd)
  }
}

/** Parses `stat`; the name of a process may hold spaces and brackets, so fields are counted from the last bracket. */
function readStat(path: string, pid: number): ProcessEntry | undefined {
  const length = readProc(path)
  if (length <= 0) return undefined
  const text = buffer.toString('latin1', 0, length)
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const state = fields[0]
  const threads = Number(fields[17])
  // A thread group whose first thread has ended is listed as a zombie while its other threads run on.
  const alive = (state !== 'Z' && state !== 'X') || threads > 1
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTime: Number(fields[19]),
    alive,
    sleeping: state === 'S',
    stopped: state === 'T',
    ending: isFlaggedEnding(fields),
    // Where its stack begins, which the kernel draws at each exec; 0 for who may not know it.
    program: Number(fields[25]) || undefined,
    cpuTicks: Number(fields[11]) + Number(fields[12]),
  }
}

const endingFlag = 0x4

/** The kernel sets the flag before it takes a thread down: after that it never runs its program again. */
function isFlaggedEnding(fields: readonly string[]): boolean {
  return (Number(fields[6]) & endingFlag) !== 0
}

/** Whether every thread of a process is being taken down: a big one that was killed is listed as alive for a tenth of a second. */
export function isEnding(pid: number): boolean {
  const threads = threadsOf(pid)
  return threads.length > 0 && threads.every((thread) => findThread(pid, thread)?.ending === true)
}

/** One thread of a process. */
export function findThread(pid: number, threadId: number): ProcessEntry | undefined {
  return readStat(`/proc/${pid}/task/${threadId}/stat`, threadId)
}

/** The id that the system knows this thread by. */
export function currentThreadId(): number | undefined {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/')[2])
  } catch {
    return undefined // kernels before 3.17, or /proc not mounted
  }
}

function list(): ProcessEntry[] {
  const entries: ProcessEntry[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (Number.isNaN(pid)) continue
    const entry = readStat(`/proc/${name}/stat`, pid)
    if (entry !== undefined) entries.push(entry)
  }
  return entries
}

/** The children of a process, of all its threads or of these; `undefined` where the kernel does not tell. */
export function childrenOf(pid: number, threads: readonly number[] = threadsOf(pid)): readonly number[] | undefined {
  const children: number[] = []
  let told = threads.length === 0
  for (const thread of threads) {
    const length = readProc(`/proc/${pid}/task/${thread}/children`)
    if (length < 0) continue
    told = true
    for (const child of buffer.toString('latin1', 0, length).split(' ')) {
      if (child !== '') children.push(Number(child))
    }
  }
  return told ? children : undefined
}

function threadsOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return [] // gone
  }
}

function realtimeLimit(pid: number): string | undefined {
  const length = readProc(`/proc/${pid}/limits`)
  if (length <= 0) return undefined
  return /^Max realtime timeout +(\S+)/m.exec(buffer.toString('latin1', 0, length))?.[1]
}

/** Services are given `/dev/null` for reading and writing; what a shell gives to a command in the background is read-only. */
function hasServiceInput(pid: number): boolean {
  try {
    if (readlinkSync(`/proc/${pid}/fd/0`) !== '/dev/null') return false
  } catch {
    return false // gone, or another user's
  }
  const length = readProc(`/proc/${pid}/fdinfo/0`)
  const flags = /^flags:\s*([0-7]+)/m.exec(buffer.toString('latin1', 0, Math.max(0, length)))?.[1]
  return flags !== undefined && (Number.parseInt(flags, 8) & 3) === files.O_RDWR
}

function variables(pid: number, names: readonly string[]): ReadonlyMap<string, string> | undefined {
  const length = readProc(`/proc/${pid}/environ`)
  if (length < 0) return undefined
  const found = new Map<string, string>()
  const environment = buffer.subarray(0, length)
  for (const name of names) {
    const needle = `${name}=`
    let at = environment.indexOf(needle)
    while (at > 0 && environment[at - 1] !== 0) at = environment.indexOf(needle, at + 1)
    if (at < 0) continue
    const end = environment.indexOf(0, at)
    found.set(name, environment.toString('utf8', at + needle.length, end < 0 ? length : end))
  }
  return found
}

function describe(pid: number): ProcessInfo {
  const length = readProc(`/proc/${pid}/cmdline`)
  const command = length > 0 ? buffer.toString('utf8', 0, length).replaceAll('\0', ' ').trim() : ''
  let cwd: string | undefined
  try {
    cwd = readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    cwd = undefined // gone, or another user's
  }
  return { pid, command: command === '' ? nameOf(pid) : command, cwd }
}

/** The short name that the kernel keeps, for processes without a command line (zombies, kernel threads). */
function nameOf(pid: number): string {
  const length = readProc(`/proc/${pid}/comm`)
  return length > 0 ? `[${buffer.toString('utf8', 0, length).trim()}]` : '[unknown]'
}

function signalState(pid: number, signal: NodeJS.Signals): SignalState | undefined {
  const length = readProc(`/proc/${pid}/status`)
  if (length <= 0) return undefined
  const status = buffer.toString('latin1', 0, length)
  const bit = 1n << BigInt(constants.signals[signal] - 1)
  const field = (name: string): string | undefined => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1]
  const holds = (name: string): boolean => (BigInt(`0x${field(name) ?? '0'}`) & bit) !== 0n
  const blocked = holds('SigBlk')
  const voluntary = field('voluntary_ctxt_switches')
  return {
    disposition: blocked || holds('SigCgt') ? 'caught' : holds('SigIgn') ? 'ignored' : 'default',
    pending: holds('SigPnd') || holds('ShdPnd'),
    // What the first thread blocks is taken by another one, and wakes that.
    switches:
      blocked || voluntary === undefined ? undefined : Number(voluntary) + Number(field('nonvoluntary_ctxt_switches')),
    sleeping: field('State') === 'S',
  }
}

/** The pid that was given last, to a process or thread of this pid namespace; `undefined` where the kernel does not tell. */
export function lastPid(): number | undefined {
  const length = readProc('/proc/loadavg')
  return length <= 0 ? undefined : Number(buffer.toString('latin1', 0, length).trim().split(' ').at(-1))
}

/** The real user: an effective one is also had by starting a program of that user's that is marked to run as them. */
function owner(pid: number): number | undefined {
  const length = readProc(`/proc/${pid}/status`)
  const real = length > 0 ? /^Uid:\s*(\d+)/m.exec(buffer.toString('latin1', 0, length))?.[1] : undefined
  return real === undefined ? undefined : Number(real)
}

/** Processes of Linux, read from /proc. */
export const linux: ProcessTable = {
  list,
  find: (pid) => readStat(`/proc/${pid}/stat`, pid),
  variables,
  describe,
  signalState,
  owner,
  realtimeLimit,
  hasServiceInput,
}
