import type { OutputLine } from '@curfew/core/process-port'

/** A line with its place in the order of reading, and where it ends in its stream. */
export interface PlacedLine {
  readonly line: OutputLine
  readonly endOffset: number
}

/** How much of the end of an output is held in memory. */
export interface RecentLimits {
  readonly lines: number
  readonly characters: number
}

/** While a process runs. */
const runningLimits: RecentLimits = { lines: 1000, characters: 1024 * 1024 }
/** Once it is gone, and only kept in case somebody asks. */
export const finishedLimits: RecentLimits = { lines: 200, characters: 64 * 1024 }

/** The last lines of a service's output, numbered from the first line ever read. */
export class RecentLines {
  #lines: PlacedLine[] = []
  #characters = 0
  #limits = runningLimits
  /** Number of the oldest line that is held. */
  firstNumber = 0
  /** Up to which offset of each stream lines are no longer held. */
  readonly forgottenUpTo: Record<OutputLine['stream'], number> = { stdout: 0, stderr: 0 }

  /** Number that the next line will get. */
  get nextNumber(): number {
    return this.firstNumber + this.#lines.length
  }

  add(placed: PlacedLine): void {
    this.#lines.push(placed)
    this.#characters += placed.line.text.length
    // Dropped in bulk: a shift per line would move a thousand entries for each.
    if (this.#lines.length >= 2 * this.#limits.lines || this.#characters > 2 * this.#limits.characters) this.#trim()
  }

  last(count: number): OutputLine[] {
    return count <= 0 ? [] : this.#lines.slice(-count).map(({ line }) => line)
  }

  /** At most that many lines, beginning with a number that is held. */
  from(number: number, count: number): readonly PlacedLine[] {
    const at = number - this.firstNumber
    return this.#lines.slice(at, at + count)
  }

  /** Keeps less from now on. */
  shrink(limits: RecentLimits): void {
    this.#limits = limits
    this.#trim()
  }

  #trim(): void {
    let drop = Math.max(0, this.#lines.length - this.#limits.lines)
    let characters = this.#characters
    for (const { line } of this.#lines.slice(0, drop)) characters -= line.text.length
    while (characters > this.#limits.characters && drop < this.#lines.length - 1) {
      characters -= this.#lines[drop]?.line.text.length ?? 0
      drop += 1
    }
    for (const { line, endOffset } of this.#lines.slice(0, drop)) this.forgottenUpTo[line.stream] = endOffset
    this.#lines = this.#lines.slice(drop)
    this.#characters = characters
    this.firstNumber += drop
  }
}
