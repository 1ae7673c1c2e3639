import type { OutputLine } from '@curfew/protocol'
import type { LineBlock } from '../wire/protocol.ts'

/** What a subscription was sent: after the loss of who sends it, all lines come again, and those that it had are left out. */
export class ResumedLines {
  readonly #sent: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }
  #known: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }

  /** Lines will come from the first one on again. */
  restart(): void {
    this.#known = { ...this.#sent }
  }

  /** What of it is new. */
  next(blocks: readonly LineBlock[]): readonly LineBlock[] {
    return blocks.flatMap((block) => {
      const { stream } = block
      const known = this.#known[stream]
      if (block.unfinished === true) return known > 0 ? [] : [block]
      // Most often everything is new, and need not be cut.
      const count = lineCount(block.text)
      if (known === 0) {
        this.#sent[stream] += count
        return [block]
      }
      this.#known[stream] = Math.max(0, known - count)
      if (known >= count) return []
      this.#sent[stream] += count - known
      return [{ ...block, text: block.text.split('\n').slice(known).join('\n') }]
    })
  }
}

function lineCount(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
