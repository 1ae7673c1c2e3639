import { constants } from 'node:fs'
import { createRequire } from 'node:module'
import { constants as osConstants } from 'node:os'
import type * as Koffi from 'koffi'

const require = createRequire(import.meta.url)

/** The binary of koffi for this machine. Its package `koffi` would add an install script, which package managers ask users to approve. */
const binary = `@koromix/koffi-${process.platform}-${process.arch}`

/** Why nothing was moved: the pipe is `empty`, the file `full`, or the system does not do it for such a file. */
export type MoveFailure = 'empty' | 'full' | 'unsupported'

/** Calls of the system that Node does not offer, by FFI. Linux only. */
export interface NativeCalls {
  /** Makes this process the parent of whatever its descendants orphan; a new process does not inherit that. */
  readonly becomeSubreaper: () => void
  /** Waits for a child that is dead and that Node does not know of, so that it is no zombie any more. */
  readonly reap: (pid: number) => void
  /** Runs a function while a resource limit of this process has that soft value: what is spawned meanwhile inherits it. */
  readonly withLimitMark: <Value>(value: bigint, action: () => Value) => Value
  /** Lets a signal that has a handler have it once: the next one does what it does by default. By number. */
  readonly handleOnlyOnce: (signal: number) => void
  /** Makes a named pipe. */
  readonly makePipe: (path: string, mode: number) => void
  /** Makes a pipe without a name; returns both ends, opened without blocking. */
  readonly openPipe: () => readonly [reader: number, writer: number]
  /** Has a pipe hold so many bytes; returns how many it holds. */
  readonly growPipe: (fd: number, bytes: number) => number
  /** Moves bytes from a pipe into a file at a position, at most so many; returns how many, or what went wrong. */
  readonly movePipe: (pipe: number, file: number, position: number, maxBytes: number) => number | MoveFailure
  /** Has who reads a descriptor that was opened without blocking wait all the same. */
  readonly waitForInput: (fd: number) => void
}

const setChildSubreaper = 36
const realtimeTimeout = 15
const withoutHanging = 1
const setFlags = 4
const withoutBlocking = 2
const setPipeSize = 1031
const getPipeSize = 1032
const closeOnExec = 0o2000000
const unlimited = 2n ** 64n - 1n
const resetHandler = 0x80000000
/** `struct sigaction` of 64-bit Linux, in glibc and in musl: handler, mask of 128 bytes, flags, restorer. */
const sigactionLayout = { size: 152, handlerAt: 0, flagsAt: 136 }

interface Limit {
  cur: bigint
  max: bigint
}

/** Loads the calls; a sentence says why where they are not to be had. Takes about 10 ms, once. */
export function loadNative(): NativeCalls | string {
  loaded ??= load()
  return loaded
}

let loaded: NativeCalls | string | undefined

function load(): NativeCalls | string {
  if (process.platform !== 'linux') return `there is no child subreaper on ${process.platform}`
  try {
    return calls(require(binary) as typeof Koffi)
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n')
    return `the optional package "${binary}" cannot be loaded: ${reason}`
  }
}

function calls(koffi: typeof Koffi): NativeCalls {
  const libc = koffi.load(null)
  const limit = koffi.struct({ cur: 'uint64', max: 'uint64' })
  const pointer = koffi.pointer(limit)
  const prctl = libc.func('prctl', 'int', ['int', 'ulong', 'ulong', 'ulong', 'ulong'])
  const waitpid = libc.func('waitpid', 'int', ['int', 'void *', 'int'])
  const getrlimit = libc.func('getrlimit', 'int', ['int', koffi.out(pointer)])
  const setrlimit = libc.func('setrlimit', 'int', ['int', pointer])
  const mkfifo = libc.func('mkfifo', 'int', ['str', 'uint'])
  const pipe2 = libc.func('pipe2', 'int', ['void *', 'int'])
  const fcntl = libc.func('fcntl', 'int', ['int', 'int', 'int'])
  const splice = libc.func('splice', 'long', ['int', 'void *', 'int', 'void *', 'ulong', 'uint'])
  const sigaction = libc.func('sigaction', 'int', ['int', 'void *', 'void *'])

  const offset = Buffer.alloc(8)

  const before: Record<keyof Limit, bigint | number> = { cur: 0n, max: 0n }
  if (getrlimit(realtimeTimeout, before) !== 0) throw new Error('getrlimit failed')
  // Numbers that fit are given as such.
  const own: Limit = { cur: BigInt(before.cur), max: BigInt(before.max) }
  return {
    becomeSubreaper() {
      if (prctl(setChildSubreaper, 1, 0, 0, 0) !== 0) throw new Error('prctl(PR_SET_CHILD_SUBREAPER) failed')
    },
    reap(pid) {
      waitpid(pid, null, withoutHanging)
    },
    withLimitMark(value, action) {
      if (own.max < value || setrlimit(realtimeTimeout, { cur: value, max: own.max }) !== 0) return action()
      try {
        return action()
      } finally {
        setrlimit(realtimeTimeout, { cur: own.cur > own.max ? unlimited : own.cur, max: own.max })
      }
    },
    makePipe(path, mode) {
      if (mkfifo(path, mode) !== 0) throw new Error(`mkfifo failed for ${path}: errno ${koffi.errno()}`)
    },
    openPipe() {
      const ends = Buffer.alloc(8)
      if (pipe2(ends, constants.O_NONBLOCK | closeOnExec) !== 0) throw new Error(`pipe2 failed: errno ${koffi.errno()}`)
      return [ends.readInt32LE(0), ends.readInt32LE(4)]
    },
    growPipe(fd, bytes) {
      fcntl(fd, setPipeSize, bytes)
      return fcntl(fd, getPipeSize, 0) as number
    },
    movePipe(pipe, file, position, maxBytes) {
      offset.writeBigInt64LE(BigInt(position))
      const count = splice(pipe, null, file, offset, maxBytes, withoutBlocking) as number
      if (count >= 0) return count === 0 ? 'empty' : count
      const { EAGAIN, EINTR, ENOSPC, EDQUOT, EFBIG } = osConstants.errno
      const code = koffi.errno()
      if (code === EAGAIN || code === EINTR) return 'empty'
      return code === ENOSPC || code === EDQUOT || code === EFBIG ? 'full' : 'unsupported'
    },
    waitForInput(fd) {
      fcntl(fd, setFlags, 0)
    },
    handleOnlyOnce(signal) {
      const present = Buffer.alloc(sigactionLayout.size)
      if (sigaction(signal, null, present) !== 0) throw new Error('sigaction failed')
      const [byDefault, ignored] = [0n, 1n]
      const handler = present.readBigUInt64LE(sigactionLayout.handlerAt)
      if (handler === byDefault || handler === ignored) return
      present.writeUInt32LE(
        (present.readUInt32LE(sigactionLayout.flagsAt) | resetHandler) >>> 0,
        sigactionLayout.flagsAt,
      )
      if (sigaction(signal, present, null) !== 0) throw new Error('sigaction failed')
    },
  }
}
