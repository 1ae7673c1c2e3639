import type { OutputLine } from '@curfew/core/process-port'
import { nowMs } from '../clock.ts'
import { LineSplitter } from './line-splitter.ts'
import type { LogFile } from './log-file.ts'
import type { RecentLines } from './recent-lines.ts'

const maxBatchLines = 1000

/** The output that a subscription reads. */
export interface SubscribedOutput {
  readonly files: readonly LogFile[]
  readonly recent: RecentLines
}

/**
 * Sends one listener every line from the first on, one batch at a time.
 *
 * A batch is sent when the one before was taken, so a slow listener costs no memory: what it has not taken yet is in
 * memory as long as it is recent, and read from the raw files again when it is not.
 */
export class Subscription {
  readonly #output: SubscribedOutput
  readonly #send: (lines: readonly OutputLine[]) => void
  readonly #replayed: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }
  readonly #splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() }
  #next = 0
  #inFlight = false

  constructor(output: SubscribedOutput, send: (lines: readonly OutputLine[]) => void) {
    this.#output = output
    this.#send = send
  }

  /** The listener took the last batch. */
  taken(): void {
    this.#inFlight = false
    this.advance()
  }

  /** Sends what there is, unless a batch is on its way. */
  advance(): void {
    while (!this.#inFlight && this.#next < this.#output.recent.nextNumber) {
      const lines = this.#next < this.#output.recent.firstNumber ? this.#fromFiles() : this.#fromMemory()
      if (lines.length > 0) this.#post(lines)
    }
  }

  /** Sends the beginning of a line that does not go on, a prompt for example. */
  sendUnfinished(line: OutputLine): void {
    if (!this.#inFlight && this.#next === this.#output.recent.nextNumber) this.#post([line])
  }

  #post(lines: readonly OutputLine[]): void {
    this.#inFlight = true
    this.#send(lines)
  }

  #fromMemory(): readonly OutputLine[] {
    const placed = this.#output.recent.from(this.#next, maxBatchLines)
    this.#next += placed.length
    for (const { line, endOffset } of placed) this.#replayed[line.stream] = endOffset
    return placed.map(({ line }) => line)
  }

  #fromFiles(): readonly OutputLine[] {
    const { files, recent } = this.#output
    for (const file of files) {
      const { stream } = file
      const end = recent.forgottenUpTo[stream]
      if (this.#replayed[stream] >= end) continue
      file.reopen()
      const { bytes, nextOffset } = file.readAgain(this.#replayed[stream], end)
      this.#replayed[stream] = nextOffset
      const lines: OutputLine[] = []
      this.#splitters[stream].push(bytes, (text) => {
        if (!file.isNote(text)) lines.push({ stream, text, timeMs: nowMs() })
      })
      return lines
    }
    this.#next = recent.firstNumber
    return []
  }
}
