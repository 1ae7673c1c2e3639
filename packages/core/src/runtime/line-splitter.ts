/** Longest line, in characters; what is longer is cut there, and the rest of the line dropped. */
const maxLength = 64 * 1024

/** Cuts a stream of text into lines, whatever the chunks that it comes in. */
export class LineSplitter {
  #begun = ''
  readonly #onLine: (line: string) => void

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(text: string): void {
    let from = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#append(text.slice(from, end))
      this.#tell()
      from = end + 1
    }
    this.#append(text.slice(from))
  }

  /** The stream has ended: what has no line end is a line, too. */
  end(): void {
    if (this.#begun !== '') this.#tell()
  }

  #append(text: string): void {
    // One character more than fits, so that a carriage return at the limit is still seen.
    if (this.#begun.length <= maxLength) this.#begun += text.slice(0, maxLength + 1 - this.#begun.length)
  }

  #tell(): void {
    const line = this.#begun.endsWith('\r') ? this.#begun.slice(0, -1) : this.#begun
    this.#begun = ''
    this.#onLine(line.slice(0, maxLength))
  }
}
