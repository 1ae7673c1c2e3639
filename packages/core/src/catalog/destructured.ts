import { readCompiledParameter } from './compiled-parameter.ts'
import { excerpt, readPattern, type Destructured } from './object-pattern.ts'
import { findOutside, skipString, skipTrivia, skipWord } from './source-scanner.ts'

export type { Destructured } from './object-pattern.ts'

/** A function, whatever it takes. */
export type AnyFunction = (...args: never) => unknown

/**
 * The names that a function destructures from one of its parameters, read from its source: `({ db, api: a = other() }) => …`
 * has `db` and `api`. A parameter that is absent or never used has none.
 *
 * Guarantee: nothing of the function runs. Names are either all told, or a reason why they cannot be: a bound or native
 * function, a rest element, a computed key, a parameter that is used as a whole.
 *
 * Also read is what compilers make of it for older targets, where the destructuring is the first statement (TypeScript,
 * Babel, SWC) or in the parameters of a generator within (TypeScript, esbuild).
 *
 * @param parameter - Its position, from 0. @default 0
 */
export function destructured(code: AnyFunction, parameter: number = 0): Destructured {
  const source = code.toString()
  const start = parametersOf(source)
  if (typeof start === 'string') return { reason: start }
  if (typeof start === 'number') return readParameter(source, start, parameter)
  return parameter === 0 ? readIdentifier(source, start.bare, start.at, 0) : { names: [] }
}

/** Names of the parameter at a position of a list of parameters, whose bracket is just before `at`. */
function readParameter(source: string, at: number, parameter: number): Destructured {
  for (let skipped = 0; ; skipped++) {
    at = skipTrivia(source, at)
    if (source[at] === '.') return { reason: 'it takes its parameters as a list ("...")' }
    if (source[at] === ')' || skipped === parameter) break
    at = findOutside(source, at, ',)')
    if (source[at] === ',') at++
  }
  if (source[at] === ')') {
    const handsOn = /\barguments\s*(?:\[|\.\s*length\b)/.test(source.slice(at))
    return handsOn ? { reason: 'it reads its "arguments"' } : { names: [] }
  }
  if (source[at] === '{') {
    const { names, reason } = readPattern(source, at)
    return names === undefined ? { reason } : { names }
  }
  if (source[at] === '[') return { reason: 'it destructures its parameter as an array' }
  const end = skipWord(source, at)
  return readIdentifier(source, source.slice(at, end), findOutside(source, end, ')') + 1, parameter)
}

function readIdentifier(source: string, name: string, after: number, parameter: number): Destructured {
  const found = readCompiledParameter(source, name, after)
  return 'readAt' in found ? readParameter(source, found.readAt, parameter) : found
}

/** Position behind the bracket of the parameters; the one parameter of an arrow function without brackets; or why there is none. */
function parametersOf(source: string): number | { readonly bare: string; readonly at: number } | string {
  if (source.endsWith('{ [native code] }')) return 'it is bound, native or a proxy, and has no source'
  for (let at = skipTrivia(source, 0); at < source.length; at = skipTrivia(source, at)) {
    const char = source[at]
    if (char === '(') return at + 1
    if (char === '[') at = findOutside(source, at + 1, ']') + 1
    else if (char === '"' || char === "'") at = skipString(source, at)
    else if (char === '*') at++
    else {
      const end = skipWord(source, at)
      const word = source.slice(at, end)
      if (word === '') break
      if (word === 'class') return 'it is a class'
      const next = skipTrivia(source, end)
      if (source.startsWith('=>', next)) return { bare: word, at: next }
      at = end
    }
  }
  return `its source is no function: "${excerpt(source, 0)}"`
}
