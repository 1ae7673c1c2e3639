import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sources = new URL('../../src/', import.meta.url).pathname
const names = `'(?:task|thread|process|place)'`
/** `kind === 'process'`, `case 'task':` and the like. */
const comparison = new RegExp(String.raw`(?:[!=]==?\s*${names}|${names}\s*[!=]==?|\bcase ${names}|includes\(${names})`)

test('no code asks for the name of a runtime: what one can do is among its traits', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) =>
    readFileSync(join(sources, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (comparison.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  )
  expect(found.filter((line) => !line.startsWith('errors/leak-error.ts'))).toEqual([])
})

test.for(["kind === 'process'", "'task' !== runtime", "case 'place':", "['task'].includes('thread')"])(
  'the pattern finds %s',
  (code) => {
    expect(code).toMatch(comparison)
  },
)
