/** Longest line that is kept, in bytes; the rest of a longer one is dropped. */
const maxLineBytes: number = 64 * 1024

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Cuts a stream of bytes into lines.
 *
 * Works on bytes, so a character or a line that is split between two reads arrives whole. Memory is bounded: of a line
 * without an end only the first {@link maxLineBytes} are kept.
 */
export class LineSplitter {
  #kept: Buffer[] = []
  #keptBytes = 0
  /** Whether anything came since the last line end; a line may be empty. */
  #open = false

  /** Calls back for each line that ends in the chunk, with the position in the chunk right after its end. */
  push(chunk: Buffer, onLine: (text: string, end: number) => void): void {
    let from = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      const tail = chunk.subarray(from, end)
      from = end + 1
      const text = this.#keptBytes === 0 ? decode(tail) : this.#join(tail)
      onLine(text, from)
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from))
  }

  /** The line that has no end yet. */
  peek(): string | undefined {
    return this.#open ? decode(Buffer.concat(this.#kept)) : undefined
  }

  /** Takes the line that will get no end any more. */
  end(): string | undefined {
    const text = this.peek()
    this.#reset()
    return text
  }

  #join(tail: Buffer): string {
    this.#keep(tail)
    const text = decode(Buffer.concat(this.#kept))
    this.#reset()
    return text
  }

  #keep(part: Buffer): void {
    this.#open = true
    const room = maxLineBytes - this.#keptBytes
    if (room <= 0) return
    // Copied, because the reader fills the same buffer again.
    this.#kept.push(Buffer.from(part.subarray(0, room)))
    this.#keptBytes += Math.min(part.length, room)
  }

  #reset(): void {
    this.#kept = []
    this.#keptBytes = 0
    this.#open = false
  }
}

function decode(bytes: Buffer): string {
  let end = Math.min(bytes.length, maxLineBytes)
  if (end === maxLineBytes) end = characterStart(bytes, end)
  if (end > 0 && bytes[end - 1] === carriageReturn) end -= 1
  return bytes.toString('utf8', 0, end)
}

/** Moves a cut back to the beginning of the character that it would go through. */
function characterStart(bytes: Buffer, at: number): number {
  for (let back = 0; back < 4; back++) {
    const byte = bytes[at - 1 - back]
    if (byte === undefined || byte < 0x80) return at
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length === back + 1 ? at : at - 1 - back
    }
  }
  return at
}
