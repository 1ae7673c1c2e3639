import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { threadFile } from '../../src/runtime/thread-file.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-file-'))
  for (const file of ['a.ts', 'b.js', 'c.mts', 'd/index.ts', 'e.tsx', 'f.ts', 'f.js', 'g.v2.ts', 'with space.ts']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const at = (file: string) => ({ file, line: 3, column: 7 })

test.for([
  { module: './a.ts', file: 'a.ts' },
  { module: 'a.ts', file: 'a.ts' },
  { module: './a.js', file: 'a.ts' },
  { module: './a', file: 'a.ts' },
  { module: './b', file: 'b.js' },
  { module: './b.js', file: 'b.js' },
  { module: './c.mjs', file: 'c.mts' },
  { module: './e.jsx', file: 'e.tsx' },
  { module: './f.js', file: 'f.js' },
  { module: './g.v2', file: 'g.v2.ts' },
  { module: './d/../with space.ts', file: 'with space.ts' },
])('$module is $file', ({ module, file }) => {
  expect(threadFile(module, at(join(folder, 'services.ts')), 'load')).toBe(join(folder, file))
})

test('the declaring file may be a file: URL, and have the query of a module loader', () => {
  for (const file of [`${pathToFileURL(join(folder, 'services.ts')).href}?v=1`, join(folder, 'services.ts?t=17')]) {
    expect(threadFile('./a.ts', at(file), 'load')).toBe(join(folder, 'a.ts'))
  }
})

test('a URL and an absolute path need no declaring file', () => {
  const url = pathToFileURL(join(folder, 'with space.ts'))
  for (const module of [url, url.href, join(folder, 'with space.ts')]) {
    expect(threadFile(module, undefined, 'load')).toBe(join(folder, 'with space.ts'))
  }
})

test('3: a missing module names what was looked for, and where it was declared', () => {
  expect(() => threadFile('./nowhere.js', at(join(folder, 'services.ts')), 'load')).toThrow(
    `Service "load": its thread module "./nowhere.js" does not exist.
  Looked for   ${join(folder, 'nowhere.js')}, ${join(folder, 'nowhere.ts')}, ${join(folder, 'nowhere.tsx')}
  Relative to  ${join(folder, 'services.ts')}:3:7
  To change    \`module\`: a path relative to the file that declares the service, an absolute path, or a file: URL`,
  )
})

test('a folder is no module', () => {
  expect(() => threadFile('./d', at(join(folder, 'services.ts')), 'load')).toThrow('does not exist')
})
