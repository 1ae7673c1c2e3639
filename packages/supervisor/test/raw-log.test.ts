import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RawLog } from '../src/output/raw-log.ts'
import { loadNative, type NativeCalls } from '../src/system/native.ts'

interface Piped {
  readonly log: RawLog
  readonly file: string
  write(text: string): void
  /** Takes all that is in the pipe; returns how many bytes. */
  take(move: NativeCalls['movePipe'] | undefined): number
}

const native = loadNative()
const canMove = typeof native !== 'string'
const movePipe = canMove ? native.movePipe : undefined

function piped(): Piped {
  if (typeof native === 'string') throw new Error(native)
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-test-'))
  const file = path.join(directory, 'stdout.log')
  native.makePipe(path.join(directory, 'pipe'), 0o600)
  const pipe = openSync(path.join(directory, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK)
  const log = new RawLog('stdout', file, false, () => {})
  onTestFinished(() => {
    log.close()
    closeSync(pipe)
    rmSync(directory, { recursive: true })
  })
  return {
    log,
    file,
    write: (text) => void writeSync(pipe, text),
    take: (move) => log.takeFrom(pipe, move),
  }
}

test.runIf(canMove)('what is in a pipe gets into the file, moved or read, in the order of writing', () => {
  const { log, file, write, take } = piped()
  expect(take(movePipe)).toBe(0)
  write('moved\n')
  expect(take(movePipe)).toBe(6)
  write('read\n')
  expect(take(undefined)).toBe(5)
  write('moved again\n')
  expect(take(movePipe)).toBe(12)
  expect([take(movePipe), take(undefined)]).toEqual([0, 0])
  expect(readFileSync(file, 'utf8')).toBe('moved\nread\nmoved again\n')
  expect(log.tail(100).toString()).toBe('moved\nread\nmoved again\n')
})

test.runIf(canMove)('a file into which the system moves nothing is written, and it is not asked again', () => {
  const { file, write, take } = piped()
  let asked = 0
  const cannot = (): 'unsupported' => {
    asked += 1
    return 'unsupported'
  }
  for (const text of ['one\n', 'two\n']) {
    write(text)
    expect(take(cannot)).toBe(4)
  }
  expect([readFileSync(file, 'utf8'), asked]).toEqual(['one\ntwo\n', 1])
})

test.runIf(canMove)('what was moved before a log is cut is read behind the note of that', () => {
  const { log, file, write, take } = piped()
  write('first\nsecond\nthird\n')
  take(movePipe)
  expect(log.lineNearEnd(100)).toBe(0)
  expect(log.lineNearEnd(7)).toBe('first\nsecond\n'.length)
  log.cut(log.lineNearEnd(7), 'past its limit', false)
  write('fourth\n')
  take(movePipe)
  expect(readFileSync(file, 'utf8')).toBe('[curfew] 13 bytes were dropped here: past its limit\nthird\nfourth\n')
  expect([log.start, log.end, log.droppedBytes, log.missingBytes]).toEqual([13, 26, 13, 13])
  expect(log.tail(100).toString()).toBe('third\nfourth\n')
  expect([log.readableFrom(0), log.read(13, 100).toString()]).toEqual([13, 'third\nfourth\n'])
})
