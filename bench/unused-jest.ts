// The same as `unused.ts` for Jest: with the preset, and a file that never imports curfew, imports it beside Jest's own `test`,
// or declares its tests by curfew's. `./dev pnpm --filter ./bench run unused-jest [pairs] [plain|imported|ours]`
import { installation } from '@curfew/testing'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { printCostPerTest } from './src/cost-per-test.ts'

/** What a test file of each kind begins with; `ours` takes the time of declaring tests, too. */
const begins: Readonly<Record<string, string>> = {
  plain: '',
  imported: `const curfew = require('@curfew/jest')\nvoid curfew`,
  ours: `const { test } = require('@curfew/jest')`,
}

const [pairs = '30', ...kinds] = process.argv.slice(2)
const tests = 20_000
const packagesDir = path.resolve(import.meta.dirname, '../packages')
const dir = installation({
  packagesDir,
  packages: ['protocol', 'supervisor', 'core', 'jest'],
  others: { jest: path.join(packagesDir, 'jest/node_modules/jest') },
  // Jest transforms what a link leads to out of `node_modules`.
  mode: 'copied',
})

prepare()
for (const kind of kinds.length > 0 ? kinds : ['plain', 'imported']) {
  const run = (config: string, file: string): readonly string[] => [
    'node_modules/jest/bin/jest.js',
    '--config',
    config,
    '--runTestsByPath',
    file,
  ]
  const isWithin = printCostPerTest({
    title: `CPU per test of a file of ${tests} tests that uses no service (${kind})`,
    tests,
    pairs: Number(pairs),
    limitUs: 30,
    dir,
    bare: { name: 'bare Jest', args: run('bare.config.js', 'plain.test.js') },
    curfew: { name: 'with the preset', args: run('preset.config.js', `${kind}.test.js`) },
  })
  if (!isWithin) process.exitCode = 1
}

function prepare(): void {
  const body = Array.from(
    { length: tests },
    (_, index) => `test('${index}', () => { expect(${index}).toBe(${index}) })`,
  ).join('\n')
  for (const [kind, begin] of Object.entries(begins)) {
    writeFileSync(path.join(dir, `${kind}.test.js`), `${begin}\n${body}\n`)
  }
  const config = (preset: string): string => `module.exports = { transform: {}, ${preset} }\n`
  writeFileSync(path.join(dir, 'package.json'), '{}')
  writeFileSync(path.join(dir, 'bare.config.js'), config(''))
  writeFileSync(path.join(dir, 'preset.config.js'), config(`preset: '@curfew/jest'`))
}
