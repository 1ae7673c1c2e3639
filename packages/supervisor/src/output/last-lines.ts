import type { OutputLine } from '@curfew/protocol'
import type { ReadOutput } from './cursor.ts'
import { LineSplitter, type SplitLine } from './line-splitter.ts'
import type { RawLog } from './raw-log.ts'
import { maxReadBytes } from './raw-log.ts'

/** A line with where its stream was when it had been read. */
interface PlacedLine {
  readonly line: OutputLine
  /** Place in the order of reading. */
  readonly order: number
}

/**
 * The last lines of an output, oldest first, read from the end of its raw logs: however much there is before them.
 *
 * What a terminal would not show any more is left out: the steps of a progress bar.
 */
export function lastLinesOf(output: ReadOutput, count: number): readonly OutputLine[] {
  if (count <= 0) return []
  return [...lastOf(output, output.logs.stdout, count), ...lastOf(output, output.logs.stderr, count)]
    .toSorted((one, other) => one.order - other.order)
    .slice(-count)
    .map(({ line }) => line)
}

function lastOf({ order }: ReadOutput, log: RawLog, count: number): readonly PlacedLine[] {
  const tail = log.tail(maxReadBytes)
  const readFrom = log.end - tail.length
  const before = readFrom === log.start ? log.before : log.before.subarray(log.before.length)
  const bytes = Buffer.concat([before, tail])
  const from = readFrom - before.length
  // The first one may be the end of a longer line: it is needed only where there are no others.
  const begin = readFrom === log.start ? 0 : characterBegin(bytes)
  const lines = shown(placed(bytes.subarray(begin), from + begin)).slice(-count)
  const chunks = order.newest().filter(({ stream }) => stream === log.stream)
  const numbers = new Map(order.newest().map((chunk, index) => [chunk, -index]))
  return lines.map(({ text, endOffset }) => {
    const chunk = chunks.findLast((each) => each.endOffset >= endOffset) ?? chunks[0]
    const line: OutputLine = { stream: log.stream, text, timeMs: chunk?.timeMs ?? 0 }
    return { line, order: chunk === undefined ? 0 : (numbers.get(chunk) ?? 0) }
  })
}

/** Where the first whole character begins. */
function characterBegin(bytes: Buffer): number {
  const begin = bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80)
  return Math.max(0, begin)
}

interface EndingLine extends SplitLine {
  readonly endOffset: number
}

/** Lines with where each of them ends. Byte by byte would be exact; a line is looked for by its feed. */
function placed(bytes: Buffer, offset: number): readonly EndingLine[] {
  const splitter = new LineSplitter()
  const lines: EndingLine[] = []
  for (let from = 0; from < bytes.length;) {
    const feed = bytes.indexOf('\n', from)
    const end = feed < 0 ? bytes.length : feed + 1
    for (const line of splitter.push(bytes.subarray(from, end))) lines.push({ ...line, endOffset: offset + end })
    from = end
  }
  const last = splitter.end()
  return last === undefined ? lines : [...lines, { ...last, endOffset: offset + bytes.length }]
}

/** Without pieces of long lines after the first, and without what was written over. */
function shown(lines: readonly EndingLine[]): readonly EndingLine[] {
  return lines.filter(
    ({ continues, overwritten }, index) => continues !== true && (overwritten !== true || index === lines.length - 1),
  )
}
