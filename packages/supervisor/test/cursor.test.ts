import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Cursor } from '../src/output/cursor.ts'
import { RawLog } from '../src/output/raw-log.ts'
import { ReadingOrder } from '../src/output/reading-order.ts'

test('who has read all sees what comes in the same millisecond, in the order of reading, however much came before', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const open = (stream: 'stdout' | 'stderr') =>
    new RawLog(stream, path.join(directory, `${stream}.log`), false, () => {})
  const logs = { stdout: open('stdout'), stderr: open('stderr') }
  const order = new ReadingOrder()
  const write = (stream: 'stdout' | 'stderr', text: string): void => {
    logs[stream].append(Buffer.from(text))
    order.note(stream, logs[stream].end, 1)
  }
  const eager = new Cursor({ logs, order, isFinished: false })
  const late = new Cursor({ logs, order, isFinished: false })
  const written: string[] = []
  for (let index = 0; index < 10_000; index++) {
    const stream = index % 3 === 0 ? 'stderr' : 'stdout'
    write(stream, `${index}\n`)
    written.push(`${index}`)
    expect(eager.next(1024)?.lines).toEqual([{ text: `${index}` }])
  }
  const read: string[] = []
  for (let next = late.next(1024); next !== undefined; next = late.next(1024)) {
    read.push(...next.lines.map(({ text }) => text))
  }
  expect(read.toSorted()).toEqual(written.toSorted())
  expect(read.slice(-4000)).toEqual(written.slice(-4000))
  for (const log of Object.values(logs)) log.close()
})
