import { expect, test } from 'vitest'
import { LineSplitter, type SplitLine } from '../src/output/line-splitter.ts'

function split(chunks: readonly (string | Buffer)[]): readonly SplitLine[] {
  const splitter = new LineSplitter()
  const lines = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)))
  const last = splitter.end()
  return last === undefined ? lines : [...lines, last]
}

const piece = 64 * 1024

test.for([
  { chunks: ['a\nb\r\nc'], lines: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] },
  { chunks: ['\n\n'], lines: [{ text: '' }, { text: '' }] },
  { chunks: ['', ''], lines: [] },
  { chunks: ['10 %\r20 %\rready\n'], lines: [over('10 %'), over('20 %'), { text: 'ready' }] },
  { chunks: ['a\r', '\nb\r', 'c'], lines: [{ text: 'a' }, over('b'), { text: 'c' }] },
  { chunks: ['a\r\r\nb\r'], lines: [over('a'), { text: '' }, { text: 'b' }] },
  { chunks: ['\r\r'], lines: [] },
  { chunks: ['x'.repeat(piece) + '\ny\n'], lines: [{ text: 'x'.repeat(piece) }, { text: 'y' }] },
  {
    chunks: ['x'.repeat(2 * piece), 'end\nnext'],
    lines: [
      { text: 'x'.repeat(piece) },
      { text: 'x'.repeat(piece), continues: true as const },
      { text: 'end', continues: true as const },
      { text: 'next' },
    ],
  },
])('lines and pieces of lines: case %#', ({ chunks, lines }) => {
  expect(split(chunks)).toEqual(lines)
})

test('the same bytes make the same lines, however they are read', () => {
  const text = `first\r\nzwölf € 🙂\r10 %\r20 %\r\n\n${'é'.repeat(piece)}\r\rend\r`
  const bytes = Buffer.from(text)
  const whole = split([bytes])
  for (const size of [1, 2, 3, 7, 1000, piece - 1, piece, piece + 1]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    )
    expect(split(chunks)).toEqual(whole)
  }
  expect(whole.some(({ text: line }) => line.includes('\uFFFD'))).toBe(false)
})

function over(text: string): SplitLine {
  return { text, overwritten: true }
}
