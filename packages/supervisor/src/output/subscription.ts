import { nowMs } from '@curfew/protocol'
import type { LineBlock } from '../wire/protocol.ts'
import { Cursor, type ReadLines, type ReadOutput } from './cursor.ts'
import type { SplitLine } from './line-splitter.ts'
import { maxReadBytes, type RawLog } from './raw-log.ts'

/**
 * Sends one listener every line from the first on, some at a time.
 *
 * The next ones are sent when those before were taken, so a slow listener costs no memory: they are read from the raw logs.
 */
export class Subscription {
  readonly #cursor: Cursor
  readonly #send: (blocks: readonly LineBlock[]) => void
  #inFlight = false
  #isAtEnd = false
  readonly #shown: Partial<Record<LineBlock['stream'], string>> = {}
  /** When the listener took something last. */
  tookAtMs: number = nowMs()

  constructor(output: ReadOutput, send: (blocks: readonly LineBlock[]) => void) {
    this.#cursor = new Cursor(output)
    this.#send = send
  }

  /** The listener took the last lines. */
  taken(): void {
    this.#inFlight = false
    this.tookAtMs = nowMs()
    this.advance()
  }

  /** Sends what there is, unless something is on its way. */
  advance(): void {
    if (this.#inFlight) return
    const read = this.#cursor.next(maxReadBytes)
    this.#isAtEnd = read === undefined
    if (read !== undefined) this.#post(blocksOf(read))
  }

  /** Whether it does not need what is before that offset any more. */
  hasPassed({ stream }: RawLog, offset: number): boolean {
    return this.#cursor.hasPassed(stream, offset)
  }

  /** Sends beginnings of lines that do not go on: a prompt, or a ready line without its end. */
  sendUnfinished(): void {
    if (this.#inFlight || !this.#isAtEnd) return
    const blocks: LineBlock[] = []
    for (const { stream, line } of this.#cursor.unfinished()) {
      if (line.text === '' || line.text === this.#shown[stream]) continue
      this.#shown[stream] = line.text
      blocks.push({ ...blockOf(stream, nowMs(), line), unfinished: true })
    }
    if (blocks.length > 0) this.#post(blocks)
  }

  #post(blocks: readonly LineBlock[]): void {
    this.#inFlight = true
    this.#send(blocks)
  }
}

/** Lines as few texts: a thousand of them cross to another thread or process as fast as one. */
function blocksOf({ stream, timeMs, lines }: ReadLines): readonly LineBlock[] {
  const blocks: LineBlock[] = []
  let texts: string[] = []
  const end = (): void => {
    if (texts.length > 0) blocks.push({ stream, timeMs, text: texts.join('\n') })
    texts = []
  }
  for (const line of lines) {
    if (line.continues !== true) texts.push(line.text)
    else {
      end()
      blocks.push(blockOf(stream, timeMs, line))
    }
  }
  end()
  return blocks
}

function blockOf(stream: LineBlock['stream'], timeMs: number, { text, continues }: SplitLine): LineBlock {
  return continues === true ? { stream, timeMs, text, continues } : { stream, timeMs, text }
}
