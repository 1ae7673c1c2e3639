// Reads one stream of a service in one of the ways that `bench/output.ts` compares: `<way> <source> <log> <records>`.
// Says `ready`, ends on SIGTERM once all is read, and then says what it read and which CPU that took.
import { constants, openSync, readSync, watch, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import process from 'node:process'
import { outputRecord } from '@curfew/protocol'

const [way = '', source = '', log = '', recordsFile = ''] = process.argv.slice(2)
const makesRecords = way.includes('records')
const recordsFd = openSync(recordsFile, 'a')
const setPipeSize = 1031

/** What is used of the optional dependency of the supervisor. */
interface Koffi {
  load(library: null): {
    func(name: string, result: string, args: readonly string[]): (...args: (number | null)[]) => number
  }
}
let bytes = 0
let rest = ''
let ending = false

/** What a record of each line costs, made as it is read. */
function record(chunk: Buffer): void {
  const lines = (rest + chunk.toString('utf8')).split('\n')
  rest = lines.pop() ?? ''
  const identity = { fields: { run: 'r', worker: 'w1', file: 'f', test: 't', service: 's' }, pid: 1 }
  const timeMs = Date.now()
  writeSync(recordsFd, lines.map((text) => outputRecord(identity, { stream: 'stdout', text, timeMs })).join(''))
}

function finish(): void {
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ bytes, cpuMs: (user + system) / 1000 })}\n`, () => process.exit(0))
}

if (way.startsWith('file')) {
  const fd = openSync(source, 'a+')
  const buffer = Buffer.allocUnsafe(256 * 1024)
  let scheduled = false
  const pump = (): void => {
    scheduled = false
    for (let turn = 0; turn < 16; turn++) {
      const count = readSync(fd, buffer, 0, buffer.length, bytes)
      if (count === 0) {
        if (ending) finish()
        return
      }
      bytes += count
      if (makesRecords) record(buffer.subarray(0, count))
    }
    schedule()
  }
  const schedule = (): void => {
    if (!scheduled) setImmediate(pump)
    scheduled = true
  }
  watch(source, schedule)
  process.on('SIGTERM', () => {
    ending = true
    schedule()
  })
  schedule()
} else if (way.includes('spliced')) {
  const fd = openSync(source, constants.O_RDONLY | constants.O_NONBLOCK)
  growPipe(fd)
  const logFd = openSync(log, 'w')
  const splice = libc().func('splice', 'long', ['int', 'void *', 'int', 'void *', 'ulong', 'uint'])
  let scheduled = false
  const move = (): number => splice(fd, null, logFd, null, 256 * 1024, 2)
  const pump = (): void => {
    scheduled = false
    for (let turn = 0; turn < 4; turn++) {
      const count = move()
      if (count <= 0) return
      bytes += count
    }
    schedule()
  }
  const schedule = (): void => {
    if (!scheduled) setImmediate(pump)
    scheduled = true
  }
  watch(source, pump)
  process.on('SIGTERM', () => {
    for (let count = move(); count > 0; count = move()) bytes += count
    finish()
  })
  schedule()
} else {
  // Opened by itself, so that O_NONBLOCK is of this description alone.
  const fd = openSync(source, constants.O_RDONLY | constants.O_NONBLOCK)
  if (way.includes('1 MiB')) growPipe(fd)
  const logFd = openSync(log, 'a')
  const buffer = Buffer.allocUnsafe(256 * 1024)
  const take = (count: number, from: Buffer): true => {
    bytes += count
    const chunk = from.subarray(0, count)
    for (let at = 0; at < count;) at += writeSync(logFd, chunk, at, count - at)
    if (makesRecords) record(chunk)
    return true
  }
  const socket = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback: take } })
  socket.resume()
  const drain = (): void => {
    socket.pause()
    setImmediate(() => {
      try {
        for (let count = 1; count > 0;) {
          count = readSync(fd, buffer)
          if (count > 0) take(count, buffer)
        }
      } catch {
        // EAGAIN, or closed at its end: nothing is left.
      }
      finish()
    })
  }
  process.on('SIGTERM', drain)
}

function libc(): ReturnType<Koffi['load']> {
  const require = createRequire(createRequire(import.meta.url).resolve('@curfew/supervisor'))
  return (require(`@koromix/koffi-${process.platform}-${process.arch}`) as Koffi).load(null)
}

function growPipe(fd: number): void {
  const fcntl = libc().func('fcntl', 'int', ['int', 'int', 'int'])
  fcntl(fd, setPipeSize, 1024 * 1024)
}

// The end of a stream ends a reader too early: it is told when.
setInterval(() => {}, 60_000)
process.stdout.write('ready\n')
