import { stripVTControlCharacters } from 'node:util'
import type { OutputLine } from '@curfew/protocol'

/** Longest match that is found where two pieces of a long line meet, in characters. */
const maxMatchLength = 4 * 1024

/** Any of these may come next in a line that has no end yet: printable ASCII, a tab, a letter and a sign of other scripts. */
const nextCharacters = [...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)), '\t', 'é', '€']

const lookahead = /\(\?[=!]/

/** What a look at a line found. */
export type LineLook = { readonly text: string } & (
  | { readonly result: 'match'; readonly found: Readonly<Record<string, string>> }
  /** It matches now, but the line has no end yet, and a next character could make it another match, or none. */
  | { readonly result: 'open' }
  /** It matches without one of the groups that are asked for. */
  | { readonly result: 'lacking' }
  | { readonly result: 'none' }
)

/** Looks for a pattern in lines of output, as they come: unfinished, in pieces, or whole. */
export class LineMatcher {
  readonly #pattern: RegExp
  readonly #groups: readonly string[]
  /** The end of the last piece of each stream. */
  readonly #before: Record<OutputLine['stream'], string> = { stdout: '', stderr: '' }

  constructor(pattern: RegExp, groups: readonly string[]) {
    // A copy whose `lastIndex`, which the flags g and y make a state, nobody else moves.
    this.#pattern = new RegExp(pattern.source, pattern.flags)
    this.#groups = groups
  }

  look(line: OutputLine): LineLook {
    const text = stripVTControlCharacters(line.text)
    const before = line.continues === true ? this.#before[line.stream] : ''
    if (line.unfinished !== true) this.#before[line.stream] = (before + text).slice(-maxMatchLength)
    const whole = before + text
    const match = this.#exec(whole)
    // What begins where the window does is not the begin of the line, although `^` says so.
    if (match === null || (before !== '' && match.index === 0)) return { result: 'none', text }
    const found = pick(match.groups ?? {}, this.#groups)
    if (line.unfinished === true && !this.#isSettled(whole, found)) return { result: 'open', text }
    return found === undefined ? { result: 'lacking', text } : { result: 'match', text, found }
  }

  /** Whether the match stays as it is, whatever character comes next. A pattern that looks ahead wants the whole line. */
  #isSettled(text: string, found: Readonly<Record<string, string>> | undefined): boolean {
    if (lookahead.test(this.#pattern.source)) return false
    return nextCharacters.every((next) => {
      const match = this.#exec(text + next)
      const then = match === null ? undefined : pick(match.groups ?? {}, this.#groups)
      return match !== null && this.#groups.every((name) => then?.[name] === found?.[name])
    })
  }

  #exec(text: string): RegExpExecArray | null {
    this.#pattern.lastIndex = 0
    return this.#pattern.exec(text)
  }
}

function pick(
  found: Readonly<Record<string, string | undefined>>,
  groups: readonly string[],
): Record<string, string> | undefined {
  const picked: Record<string, string> = {}
  for (const name of groups) {
    const text = found[name]
    if (text === undefined) return undefined
    picked[name] = text
  }
  return picked
}
