import { expect, test } from 'vitest'
import { LineSplitter } from '../../src/runtime/line-splitter.ts'
import { Replay } from '../../src/runtime/replay.ts'

test.for([
  { chunks: ['a\nb\n'], lines: ['a', 'b'] },
  { chunks: ['a', 'b\nc'], lines: ['ab', 'c'] },
  { chunks: ['a\r', '\nb\r\n'], lines: ['a', 'b'] },
  { chunks: ['\n\na'], lines: ['', '', 'a'] },
  { chunks: ['10 %\r20 %\r', 'ready\r', '\r', '\nend\r'], lines: ['10 %', '20 %', 'ready', '', 'end'] },
  { chunks: ['', ''], lines: [] },
  { chunks: ['x'.repeat(70_000), 'y\nz\n'], lines: ['x'.repeat(65_536), 'z'] },
  { chunks: [`${'x'.repeat(65_536)}\r\n`], lines: ['x'.repeat(65_536)] },
])('lines are cut whatever the chunks: case %#', ({ chunks, lines }) => {
  const cut: string[] = []
  const splitter = new LineSplitter((line) => cut.push(line))
  for (const chunk of chunks) splitter.write(chunk)
  splitter.end()
  expect(cut).toEqual(lines)
})

test('a replay keeps the newest, tells each listener each value once, and stops when it is told to', async () => {
  const replay = new Replay<number>(3, () => {})
  for (let value = 1; value <= 5; value++) replay.add(value)
  const first: number[] = []
  const end = replay.on((value) => {
    first.push(value)
    if (value === 6) end()
  })
  replay.add(6)
  await Promise.resolve()
  replay.add(7)
  expect(first).toEqual([4, 5, 6])
})
