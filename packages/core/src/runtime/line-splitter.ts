/** Longest line, in characters; what is longer is cut there, and the rest of the line dropped. */
const maxLength = 64 * 1024

/** Cuts a stream of text into lines, whatever the chunks that it comes in. A carriage return alone ends a line, too. */
export class LineSplitter {
  #begun = ''
  /** Whether the last character was a carriage return, which may be the first half of a line end. */
  #afterReturn = false
  readonly #onLine: (line: string) => void

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(text: string): void {
    let from = 0
    for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) {
      if (this.#afterReturn) {
        this.#afterReturn = false
        if (end !== '\n' || index > 0) this.#tellBegun()
      }
      this.#append(text.slice(from, index))
      from = index + end.length
      if (end === '\r' && from === text.length) this.#afterReturn = true
      else if (end === '\r') this.#tellBegun()
      else this.#tell()
    }
    if (this.#afterReturn && from < text.length) {
      this.#afterReturn = false
      this.#tellBegun()
    }
    this.#append(text.slice(from))
  }

  /** The stream has ended: what has no line end is a line, too. */
  end(): void {
    this.#tellBegun()
  }

  #append(text: string): void {
    if (this.#begun.length < maxLength) this.#begun += text.slice(0, maxLength - this.#begun.length)
  }

  #tellBegun(): void {
    if (this.#begun !== '') this.#tell()
  }

  #tell(): void {
    const line = this.#begun
    this.#begun = ''
    this.#onLine(line)
  }
}
