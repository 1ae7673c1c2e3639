import { findOutside, skipString, skipTrivia, skipWord } from './source-scanner.ts'

/** The names that a function destructures from a parameter, or why they cannot be told. */
export type Destructured =
  | { readonly names: readonly string[]; readonly reason?: undefined }
  | { readonly names?: undefined; readonly reason: string }

/** The keys of the object pattern that begins at a position; in `end` the position behind it. */
export function readPattern(source: string, at: number): Destructured & { readonly end: number } {
  const names: string[] = []
  const fail = (reason: string) => ({ reason, end: at })
  for (at = skipTrivia(source, at + 1); source[at] !== '}'; at = skipTrivia(source, at)) {
    if (source[at] === '.') return fail('it destructures its parameter with a rest element ("...")')
    if (source[at] === '[') return fail('it destructures its parameter with a computed key')
    const isString = source[at] === '"' || source[at] === "'"
    const end = isString ? skipString(source, at) : skipWord(source, at)
    const name = isString ? source.slice(at + 1, end - 1) : source.slice(at, end)
    if (name === '' || name.includes('\\')) return fail(`its source has an unexpected key at "${excerpt(source, at)}"`)
    names.push(name)
    at = findOutside(source, end, ',}')
    if (at >= source.length) return fail('its source ends within the parameters')
    if (source[at] === ',') at++
  }
  return { names, end: at + 1 }
}

/** A few characters of a source, for a message. */
export function excerpt(source: string, at: number): string {
  return source.slice(at, at + 30).replaceAll(/\s+/g, ' ')
}
