/**
 * The newest bytes of an output that its file could not take, in memory.
 *
 * Offsets count from the first byte of the output, as those of its log do.
 */
export class HeldBytes {
  #bytes = Buffer.alloc(0)
  /** Offset of the first byte that is held. */
  start = 0
  #length = 0

  /** Offset after the last byte that is held. */
  get end(): number {
    return this.start + this.#length
  }

  get size(): number {
    return this.#length
  }

  /** Adds bytes that begin at `offset`, which is the end unless nothing is held. */
  add(offset: number, bytes: Buffer): void {
    if (this.#length === 0) this.start = offset
    const needed = this.#length + bytes.length
    if (needed > this.#bytes.length) {
      // Doubled, so that many small writes do not copy everything each time.
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    bytes.copy(this.#bytes, this.#length)
    this.#length = needed
  }

  /** Bytes from an offset that is held, at most so many; valid until something is added or dropped. */
  read(offset: number, maxBytes: number): Buffer {
    const from = offset - this.start
    return this.#bytes.subarray(from, Math.min(this.#length, from + maxBytes))
  }

  /** Lets go of what is before an offset, and of the memory that is not needed any more. */
  dropBefore(offset: number): void {
    const count = Math.min(this.#length, Math.max(0, offset - this.start))
    if (count === 0) return
    this.#bytes = Buffer.from(this.#bytes.subarray(count, this.#length))
    this.#length = this.#bytes.length
    this.start += count
  }
}
