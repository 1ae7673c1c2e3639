import { stripVTControlCharacters } from 'node:util'

/** What a terminal or a reader would act upon: control characters, invisible ones, those that turn the text direction. */
const unprintable = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/**
 * Makes text of a service safe to print, on one line: escape sequences (colours, cursor moves) are taken out, other
 * control and invisible characters are written as `\x07` or `\u202e`, and what is past the limit is cut and counted.
 */
export function printable(text: string, maxBytes: number): string {
  // Nothing past the limit is ever shown, and sequences shorten the text at most: so the rest need not be looked at.
  const considered = text.slice(0, maxBytes * 4)
  const clean = stripVTControlCharacters(considered)
    .toWellFormed()
    .replaceAll('\t', '  ')
    .replace(unprintable, escapeCharacter)
  const bytes = Buffer.from(clean)
  if (bytes.length <= maxBytes && considered.length === text.length) return clean
  let end = Math.min(maxBytes, bytes.length)
  // A cut inside a character would print a replacement for it.
  while (end > 0 && end < bytes.length && (bytes[end] ?? 0) >> 6 === 0b10) end -= 1
  const cut = Math.max(1, Buffer.byteLength(text) - end)
  return `${bytes.toString('utf8', 0, end)}… (${cut} bytes more)`
}

/** Whether a text may be printed as it is: nothing in it that a terminal or a reader would act upon. */
export function isPrintable(text: string): boolean {
  return text.search(unprintable) < 0
}

const maxQuotedBytes = 200

/** A text in quotes, safe to print. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text), maxQuotedBytes)
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
