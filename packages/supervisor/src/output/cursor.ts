import type { OutputLine } from '@curfew/protocol'
import { LineSplitter, type SplitLine } from './line-splitter.ts'
import type { RawLog } from './raw-log.ts'
import type { ReadingOrder } from './reading-order.ts'

type Stream = OutputLine['stream']

/** An output that is read: its raw logs, and in which order they grew. */
export interface ReadOutput {
  readonly logs: Readonly<Record<Stream, RawLog>>
  readonly order: ReadingOrder
  /** Nothing comes any more: what has no line end is a line, too. */
  readonly isFinished: boolean
}

/** Lines of one stream that were read at one time. */
export interface ReadLines {
  readonly stream: Stream
  readonly timeMs: number
  readonly lines: readonly SplitLine[]
}

const streams: readonly Stream[] = ['stdout', 'stderr']

/** A place in an output, from which it is read line by line at the pace of whoever reads. */
export class Cursor {
  readonly #output: ReadOutput
  readonly #splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() }
  /** Up to where each stream was read. */
  readonly #offsets = { stdout: 0, stderr: 0 }
  #number = 0
  #ended = false
  #lastMs = 0
  /** Bytes that were read. */
  readBytes = 0
  /** Bytes that were passed over: they were dropped before, or skipped. */
  skippedBytes = 0

  constructor(output: ReadOutput) {
    this.#output = output
  }

  /** The next lines, of at most about so many bytes; `undefined` at the end of what there is. */
  next(maxBytes: number): ReadLines | undefined {
    for (;;) {
      const found = this.#output.order.at(this.#number)
      if (found === undefined) return this.#lastLine()
      const { stream, endOffset, timeMs } = found.chunk
      const log = this.#output.logs[stream]
      const splitter = this.#splitters[stream]
      this.#number = found.number
      this.#lastMs = timeMs
      const from = log.readableFrom(this.#offsets[stream])
      if (this.#offsets[stream] < from) this.#skip(stream, from)
      const offset = this.#offsets[stream]
      const bytes = log.read(offset, Math.min(maxBytes, endOffset - offset))
      this.#offsets[stream] += bytes.length
      this.readBytes += bytes.length
      if (bytes.length === 0 || this.#offsets[stream] >= endOffset) this.#number += 1
      const lines = splitter.push(bytes)
      if (lines.length > 0) return { stream, timeMs, lines }
    }
  }

  /** What there is of lines that have no end yet. */
  unfinished(): readonly { readonly stream: Stream; readonly line: SplitLine }[] {
    return streams.flatMap((stream) => {
      const line = this.#splitters[stream].peek()
      return line === undefined ? [] : [{ stream, line }]
    })
  }

  /** Whether everything up to that offset was read. */
  hasPassed(stream: Stream, offset: number): boolean {
    return this.#offsets[stream] >= offset
  }

  /** Goes on near the end: with the first line that begins in the last bytes of each stream. */
  skipToEnd(lastBytes: number): void {
    for (const stream of streams) {
      const log = this.#output.logs[stream]
      const from = log.readableFrom(Math.max(0, log.end - lastBytes))
      if (this.#offsets[stream] >= from) continue
      const bytes = log.read(from, log.end - from)
      this.#skip(stream, from + bytes.indexOf('\n') + 1)
    }
  }

  #skip(stream: Stream, offset: number): void {
    this.skippedBytes += offset - this.#offsets[stream]
    this.#offsets[stream] = offset
    // What the line had so far does not go on here.
    this.#splitters[stream].end()
  }

  /** The lines that get no end any more, once. */
  #lastLine(): ReadLines | undefined {
    if (!this.#output.isFinished || this.#ended) return undefined
    for (const stream of streams) {
      const line = this.#splitters[stream].end()
      if (line !== undefined) return { stream, timeMs: this.#lastMs, lines: [line] }
    }
    this.#ended = true
    return undefined
  }
}
