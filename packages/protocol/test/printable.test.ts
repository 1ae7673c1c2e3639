import { expect, test } from 'vitest'
import { printable } from '../src/printable.ts'

const esc = '\u001b'
const bell = '\u0007'

test.each([
  ['plain text', 'plain text'],
  ['Grüße, 世界, 👍', 'Grüße, 世界, 👍'],
  ['a\tb', 'a  b'],
  [`${esc}[31mred${esc}[0m and ${esc}[1;38;5;12mblue${esc}[m`, 'red and blue'],
  [`${esc}[2K${esc}[1Ahidden`, 'hidden'],
  [`${esc}]0;title${bell}text`, 'text'],
  [`${esc}]8;;http://evil${bell}link${esc}]8;;${bell}`, 'link'],
  ['\u009b31mred', 'red'],
  ['over\rwritten', 'over\\x0dwritten'],
  ['back\bspace', 'back\\x08space'],
  [`bell${bell}`, 'bell\\x07'],
  ['nul\0', 'nul\\x00'],
  ['right\u202eleft', 'right\\u202eleft'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['line\u2028separator', 'line\\u2028separator'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['lone \ud83d surrogate', 'lone \ufffd surrogate'],
])('%j is printed as %j', (text, expected) => {
  expect(printable(text, 2048)).toBe(expected)
})

test('what is past the limit is cut between characters, and counted', () => {
  expect(printable('x'.repeat(2048), 2048)).toBe('x'.repeat(2048))
  expect(printable('x'.repeat(2049), 2048)).toBe(`${'x'.repeat(2048)}… (1 bytes more)`)
  expect(printable('日本語', 7)).toBe('日本… (3 bytes more)')
  expect(printable('👍👍', 7)).toBe('👍… (4 bytes more)')
})

test('a huge line is cut to its beginning', () => {
  const huge = `${esc}[31m`.repeat(2_000_000)
  const text = printable(huge, 2048)
  expect(text).toMatch(/^[ -~]*… \(\d+ bytes more\)$/)
})
