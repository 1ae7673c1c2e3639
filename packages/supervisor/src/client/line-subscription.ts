import type { OutputLine } from '@curfew/protocol'
import type { LineBlock } from '../wire/protocol.ts'

let lastSerial = 0

/** A listener to the output of one process, over any number of connections: each sends all lines from the first on. */
export class LineSubscription {
  readonly id: string
  readonly serial: number
  readonly #listener: (line: OutputLine) => void
  readonly #delivered: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }
  #known: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }
  #ended = false

  constructor(id: string, listener: (line: OutputLine) => void) {
    lastSerial += 1
    this.id = id
    this.serial = lastSerial
    this.#listener = listener
  }

  /** Lines will come from the first one on again. */
  restart(): void {
    this.#known = { ...this.#delivered }
  }

  deliver({ text: texts, ...block }: LineBlock): void {
    for (const text of texts.split('\n')) this.#deliver({ ...block, text })
  }

  #deliver(line: OutputLine): void {
    if (this.#ended) return
    if (line.unfinished === true) {
      // The beginning of a line that was delivered whole already may be shown while the output is read again.
      if (this.#known[line.stream] === 0) this.#listener(line)
      return
    }
    if (this.#known[line.stream] > 0) {
      this.#known[line.stream] -= 1
      return
    }
    this.#delivered[line.stream] += 1
    this.#listener(line)
  }

  end(): void {
    this.#ended = true
  }
}
