import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { ResumedLines } from '../src/output/resumed-lines.ts'
import { TailerThread } from '../src/output/tailer-thread.ts'

test('another thread takes over from one that failed: every line is told once, and recorded once', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-test-'))
  const workers: Worker[] = []
  const collect = (worker: Worker): unknown => workers.push(worker)
  process.on('worker', collect)
  onTestFinished(async () => {
    process.off('worker', collect)
    for (const worker of workers) worker.removeAllListeners('exit')
    await Promise.all(workers.map((worker) => worker.terminate()))
    rmSync(directory, { recursive: true })
  })
  const complaints: string[] = []
  const tailer = new TailerThread({ dropped() {}, complain: (message) => complaints.push(message) })
  const log = path.join(directory, 'stdout.log')
  const seen: string[] = []
  const told = async (count: number): Promise<void> => {
    await expect.poll(() => seen.length, { interval: 5 }).toBeGreaterThanOrEqual(count)
  }
  appendFileSync(log, 'one\ntwo\n')
  tailer.open({ id: 'api', pid: 1, log: { directory, maxLogBytes: 1e9, fields: { service: 'api' } } })
  tailer.subscribe('api', 'first', (blocks, taken) => {
    seen.push(...blocks.flatMap(({ text }) => text.split('\n')))
    taken()
  })
  await told(2)
  await workers[0]?.terminate()
  appendFileSync(log, 'three\n')
  await told(3)
  appendFileSync(log, 'four\n')
  await told(4)
  expect(seen).toEqual(['one', 'two', 'three', 'four'])
  expect(await tailer.finish('api')).toEqual([])
  const records = readFileSync(path.join(directory, 'records.ndjson'), 'utf8').trimEnd().split('\n')
  expect(records.map((record) => (JSON.parse(record) as { readonly msg: string }).msg)).toEqual(seen)
  expect(workers).toHaveLength(2)
  expect(complaints).toEqual([])
})

test('lines that a subscription had are left out when they come again, in whatever blocks', () => {
  const lines = new ResumedLines()
  const block = (text: string, stream: 'stdout' | 'stderr' = 'stdout') => ({ stream, timeMs: 1, text })
  expect(lines.next([block('1\n2'), block('3'), block('e', 'stderr')])).toHaveLength(3)
  lines.restart()
  expect(lines.next([{ ...block('1'), unfinished: true }])).toEqual([])
  expect(lines.next([block('1\n2\n3\n4'), block('5')])).toEqual([block('4'), block('5')])
  expect(lines.next([block('e\nf', 'stderr')])).toEqual([block('f', 'stderr')])
  expect(lines.next([{ ...block('6'), unfinished: true }])).toHaveLength(1)
  lines.restart()
  expect(lines.next([block('1'), block('2\n3\n4\n5'), block('6')])).toEqual([block('6')])
})
