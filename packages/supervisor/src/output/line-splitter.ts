/** Longest piece of a line, in bytes: a longer line is told in several. */
const maxPieceBytes: number = 64 * 1024

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** A line of output, or a piece of a long one. */
export interface SplitLine {
  readonly text: string
  /** It goes on with a line of which a piece of 64 KiB was told before. */
  readonly continues?: true
  /** It was ended by a carriage return alone: a terminal shows what follows in its place. */
  readonly overwritten?: true
}

/**
 * Cuts a stream of bytes into lines, whatever the chunks that it comes in: the same bytes always make the same lines.
 *
 * A line ends with a line feed, with both, or with a carriage return alone (the steps of a progress bar). Memory is
 * bounded: of a line without an end a piece is told every {@link maxPieceBytes}.
 */
export class LineSplitter {
  #kept: Buffer[] = []
  #keptBytes = 0
  /** Whether anything came since the last line end; a line may be empty. */
  #open = false
  /** Whether a piece of the line was told already. */
  #isContinued = false
  /** Whether the last byte was a carriage return, which may be the first half of a line end. */
  #afterReturn = false

  /** The lines that end in the chunk. */
  push(chunk: Buffer): readonly SplitLine[] {
    const lines: SplitLine[] = []
    let from = 0
    if (this.#afterReturn && chunk.length > 0) {
      this.#afterReturn = false
      if (chunk[0] === lineFeed) {
        from = 1
        this.#tell(lines, chunk.subarray(0, 0))
      } else this.#tellOverwritten(lines, chunk.subarray(0, 0))
    }
    let nextReturn = chunk.indexOf(carriageReturn, from)
    for (let end = chunk.indexOf(lineFeed, from); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      while (nextReturn >= 0 && nextReturn < end - 1) {
        this.#tellOverwritten(lines, chunk.subarray(from, nextReturn))
        from = nextReturn + 1
        nextReturn = chunk.indexOf(carriageReturn, from)
      }
      const isBoth = nextReturn === end - 1 && nextReturn >= from
      this.#tell(lines, chunk.subarray(from, isBoth ? nextReturn : end))
      from = end + 1
      if (isBoth) nextReturn = chunk.indexOf(carriageReturn, from)
    }
    while (nextReturn >= 0 && nextReturn < chunk.length - 1) {
      this.#tellOverwritten(lines, chunk.subarray(from, nextReturn))
      from = nextReturn + 1
      nextReturn = chunk.indexOf(carriageReturn, from)
    }
    this.#afterReturn = nextReturn >= 0
    if (from < chunk.length) this.#keep(lines, chunk.subarray(from, this.#afterReturn ? nextReturn : chunk.length))
    return lines
  }

  /** What there is of the line that has no end yet. */
  peek(): SplitLine | undefined {
    return this.#open ? this.#line(decode(Buffer.concat(this.#kept))) : undefined
  }

  /** Takes the line that will get no end any more. */
  end(): SplitLine | undefined {
    const line = this.peek()
    const isNothing = line?.text === '' && (this.#afterReturn || line.continues === true)
    this.#reset()
    this.#afterReturn = false
    return isNothing ? undefined : line
  }

  #tell(lines: SplitLine[], tail: Buffer): void {
    if (this.#keptBytes === 0 && tail.length <= maxPieceBytes && !this.#isContinued) {
      lines.push({ text: decode(tail) })
      this.#reset()
      return
    }
    this.#keep(lines, tail)
    const text = decode(Buffer.concat(this.#kept))
    if (text !== '' || !this.#isContinued) lines.push(this.#line(text))
    this.#reset()
  }

  #tellOverwritten(lines: SplitLine[], tail: Buffer): void {
    this.#keep(lines, tail)
    if (this.#keptBytes > 0) {
      lines.push({ ...this.#line(decode(Buffer.concat(this.#kept))), overwritten: true })
    }
    this.#reset()
  }

  /** Keeps the beginning of a line, and tells each piece of it that is full. */
  #keep(lines: SplitLine[], part: Buffer): void {
    this.#open = true
    let rest = part
    while (this.#keptBytes + rest.length > maxPieceBytes) {
      const room = maxPieceBytes - this.#keptBytes
      const full = Buffer.concat([...this.#kept, rest.subarray(0, room)])
      const end = characterStart(full, maxPieceBytes)
      lines.push(this.#line(decode(full.subarray(0, end))))
      this.#isContinued = true
      this.#kept = end === maxPieceBytes ? [] : [full.subarray(end)]
      this.#keptBytes = maxPieceBytes - end
      rest = rest.subarray(room)
    }
    // Copied, because the reader fills the same buffer again.
    if (rest.length > 0) this.#kept.push(Buffer.from(rest))
    this.#keptBytes += rest.length
  }

  #line(text: string): SplitLine {
    return this.#isContinued ? { text, continues: true } : { text }
  }

  #reset(): void {
    this.#kept = []
    this.#keptBytes = 0
    this.#open = false
    this.#isContinued = false
  }
}

function decode(bytes: Buffer): string {
  return bytes.toString('utf8')
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
