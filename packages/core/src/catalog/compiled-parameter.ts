import { readPattern, type Destructured } from './object-pattern.ts'
import { findOutside, skipTrivia, skipWord } from './source-scanner.ts'

/** Statements that may come before the destructuring: directives, and the counters of an instrumented body. */
const preamble = /(?:\s*(?:"[^"\n]*"|'[^'\n]*'|[\w$]+\(\)\.\w+\[\d+\](?:\[\d+\])?\+\+);)*\s*/y

/** The call by which TypeScript and esbuild run the generator that an async function became, up to its parameters. */
const generatorCall =
  /\{?\s*(?:return\s+)?\(?(?:0,\s*)?[\w$.]*\b__(?:awaiter|async)\)?\s*\(([^{}]*?)\bfunction\s*\*?\s*\(/y

/**
 * Names of a parameter that is an identifier, because a compiler moved the destructuring elsewhere.
 *
 * @param after - Position behind the bracket of the parameters, or of the arrow
 * @returns `readAt` where a generator within takes the same parameters: the position behind their opening bracket
 */
export function readCompiledParameter(
  source: string,
  name: string,
  after: number,
): Destructured | { readonly readAt: number } {
  let body = skipTrivia(source, after)
  if (source.startsWith('=>', body)) body = skipTrivia(source, body + 2)
  const uses = wordOf(name)
  const whole: Destructured = { reason: `its parameter "${name}" is used as a whole, and not only destructured` }

  generatorCall.lastIndex = body
  const call = generatorCall.exec(source)
  if (call !== null) {
    const inner = generatorCall.lastIndex
    const isHandedOn = /\barguments\b/.test(call[1] ?? '') || (call[1] ?? '').search(uses) >= 0
    if (isHandedOn) return { readAt: inner }
    body = skipTrivia(source, findOutside(source, inner, ')') + 1)
  }

  const text = source.slice(body)
  if (text.search(wordOf('arguments')) >= 0) return { reason: 'it hands on its "arguments"' }
  if (text.search(uses) < 0) return { names: [] }
  if (source[body] !== '{') return whole
  preamble.lastIndex = body + 1
  preamble.test(source)
  const first = readFirstStatement(source, preamble.lastIndex, uses)
  return first !== undefined && isBoundAnew(source.slice(first.end), uses) ? { names: first.names } : whole
}

/** `const { db, api: a } = name;` or `var db = name.db, _b = name.api, a = _b === void 0 ? other : _b;` */
function readFirstStatement(source: string, at: number, uses: RegExp) {
  const keyword = skipWord(source, at)
  if (!['var', 'let', 'const'].includes(source.slice(at, keyword))) return undefined
  const names: string[] = []
  at = keyword
  do {
    at = skipTrivia(source, at)
    const pattern = source[at] === '{' ? readPattern(source, at) : undefined
    if (pattern !== undefined && pattern.names === undefined) return undefined
    at = skipTrivia(source, pattern?.end ?? skipWord(source, at))
    if (source[at] !== '=') return undefined
    at = skipTrivia(source, at + 1)
    const end = findOutside(source, at, ',;')
    const value = source.slice(at, end)
    const [use, second] = [...value.matchAll(uses)]
    if (use !== undefined) {
      const member = /^\s*\.\s*([\w$]+)(?![\w$]|\s*\()/.exec(value.slice(use[0].length))?.[1]
      const isWhole = value.trim() === use[0]
      if (use.index !== 0 || second !== undefined) return undefined
      if (pattern !== undefined && isWhole) names.push(...pattern.names)
      else if (member !== undefined) names.push(member)
      else return undefined
    }
    at = end
  } while (source[at++] === ',')
  return names.length === 0 ? undefined : { names: [...new Set(names)], end: at }
}

/** Whether a name is not used in what follows, or only after an inner function took it for a parameter of its own. */
function isBoundAnew(rest: string, uses: RegExp): boolean {
  const next = rest.search(uses)
  if (next < 0) return true
  return /\bfunction\b[\s*]*[\w$]*\s*\([^()]*$/.test(rest.slice(0, next)) || /^[^()=]*\)?\s*=>/.test(rest.slice(next))
}

/** An identifier wherever it stands for itself: also behind a spread, and not behind the dot of a member. */
function wordOf(name: string): RegExp {
  return new RegExp(String.raw`(?<![\w$#]|(?<!\.\.)\.)${name.replaceAll('$', String.raw`\$`)}(?![\w$])`, 'g')
}
