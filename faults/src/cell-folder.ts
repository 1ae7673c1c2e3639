import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import type { Cell, Column } from './cell.ts'

const fixturesDir = fileURLToPath(new URL('../fixtures', import.meta.url))
let serial = 0

/** Makes the project of one cell: the runner's configuration, the fixtures, and its test files. */
export function makeCellFolder(cell: Cell, column: Column): string {
  const { runner, pool, fault, suite } = cell
  serial += 1
  const dir = mkdtempSync(path.join(runner.folder(), `cell-${serial}-`))
  for (const name of ['told', 'tmp']) mkdirSync(path.join(dir, name))
  cpSync(fixturesDir, dir, { recursive: true })
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ type: 'module', scripts: { wrapped: 'node service.mjs server && true' } }),
    ...runner.files({ column, pool, fault }),
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(dir, name), content)
  addTestFile(dir, cell, { column, owner: 'a', suite })
  if (fault.second !== undefined) {
    addTestFile(dir, cell, { column, owner: 'b', suite: fault.second === 'same' ? suite : 'none' })
  }
  return dir
}

/** Adds a test file; it is named after its owner. */
export function addTestFile(
  dir: string,
  { runner }: Cell,
  test: { readonly column: Column; readonly owner: string; readonly suite: string },
): void {
  const content = `import { suite } from './${test.column}-suite.mjs'\nsuite('${test.owner}', '${test.suite}')\n`
  writeFileSync(path.join(dir, runner.testFile(test.owner)), content)
}

/** Tells all programs of a cell something, for good. */
export function tell(dir: string, name: string): void {
  writeFileSync(path.join(dir, 'told', name), '')
}

export function outputFileOf(dir: string): string {
  return path.join(dir, 'output.log')
}

/** Removes a folder that nobody has to look into. */
export function discard(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
}

/** Moves what somebody may want to look into out of the temporary folder. */
export function keep(dir: string, target: string): void {
  rmSync(target, { recursive: true, force: true })
  cpSync(dir, target, { recursive: true, verbatimSymlinks: true })
  discard(dir)
}

/** The last lines that the runner of a cell wrote. */
export function lastOutput(dir: string, lines: number): string {
  return stripVTControlCharacters(readFileSync(outputFileOf(dir), 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .join('\n')
}
