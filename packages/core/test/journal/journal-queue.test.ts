import { expect, test } from 'vitest'
import { JournalQueue } from '../../src/journal/journal-queue.ts'
import type { JournalEntry } from '@curfew/protocol'

function entry(timeMs: number): JournalEntry {
  return { event: 'warning', timeMs, message: 'x' }
}

function collector(): { readonly entries: JournalEntry[]; record(entry: JournalEntry): void } {
  const entries: JournalEntry[] = []
  return { entries, record: (each) => void entries.push(each) }
}

test('what comes before the connection is written first, in order', () => {
  const queue = new JournalQueue()
  const port = collector()
  queue.record(entry(1))
  queue.record(entry(2))
  queue.connect(port)
  queue.record(entry(3))
  expect(port.entries).toEqual([entry(1), entry(2), entry(3)])
})

test('a later connection gets what came between', () => {
  const queue = new JournalQueue()
  const first = collector()
  const second = collector()
  queue.connect(first)
  queue.record(entry(1))
  queue.disconnect()
  queue.record(entry(2))
  queue.connect(second)
  expect(first.entries).toEqual([entry(1)])
  expect(second.entries).toEqual([entry(2)])
})

test('past its limit the oldest go, and are counted', () => {
  const queue = new JournalQueue(10)
  const port = collector()
  for (let timeMs = 1; timeMs <= 100; timeMs += 1) queue.record(entry(timeMs))
  queue.connect(port)
  const [lost, ...kept] = port.entries
  expect(lost).toEqual({ event: 'entries-lost', timeMs: kept[0]!.timeMs, count: 100 - kept.length })
  expect(kept.length).toBeGreaterThanOrEqual(5)
  expect(kept.length).toBeLessThanOrEqual(10)
  expect(kept.at(-1)).toEqual(entry(100))
})
