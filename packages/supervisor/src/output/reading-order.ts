import type { OutputLine } from '@curfew/protocol'

type Stream = OutputLine['stream']

/** What was read at one time from one stream: up to which offset, and when. */
export interface ReadChunk {
  readonly stream: Stream
  readonly endOffset: number
  readonly timeMs: number
}

/** Chunks that are held; older ones are made one of each stream. */
const maxChunks = 8192

/**
 * When and in which order the bytes of both streams were read: all that is in memory of an output.
 *
 * Chunks are numbered from the first one ever noted. Of old ones only the end is known, so a long life costs no memory.
 */
export class ReadingOrder {
  #chunks: ReadChunk[] = []
  /** Number of the oldest chunk that is held. */
  #firstNumber = 0

  /** Number that the next chunk will get. */
  get nextNumber(): number {
    return this.#firstNumber + this.#chunks.length
  }

  note(stream: Stream, endOffset: number, timeMs: number): void {
    // Never made one with the last chunk: who has read that does not look at it again.
    this.#chunks.push({ stream, endOffset, timeMs })
    if (this.#chunks.length >= maxChunks) this.#forget(maxChunks / 2)
  }

  /** The chunk of that number, or the oldest one that is held, with the number of the one after it. */
  at(number: number): { readonly chunk: ReadChunk; readonly number: number } | undefined {
    const index = Math.max(0, number - this.#firstNumber)
    const chunk = this.#chunks[index]
    return chunk === undefined ? undefined : { chunk, number: index + this.#firstNumber }
  }

  /** The chunks that are held, the newest first. */
  newest(): readonly ReadChunk[] {
    return this.#chunks.toReversed()
  }

  #forget(count: number): void {
    const old = this.#chunks.slice(0, count)
    const ends = (['stdout', 'stderr'] as const).flatMap(
      (stream) => old.findLast((chunk) => chunk.stream === stream) ?? [],
    )
    this.#chunks = [...ends, ...this.#chunks.slice(count)]
    this.#firstNumber += count - ends.length
  }
}
