// What the plugin costs where no test uses it: CPU of the whole process tree per test, in interleaved pairs of runs with and
// without it. `./dev pnpm --filter ./bench run unused [pairs] [vitest|vitest4]`
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { printCostPerTest } from './src/cost-per-test.ts'

const [pairs = '12', vitest = 'vitest'] = process.argv.slice(2)
const tests = 20_000
const packagesDir = path.resolve(import.meta.dirname, '../packages')
const dir = mkdtempSync(path.join(tmpdir(), 'curfew-unused-'))

try {
  prepare()
  const run = (config: string): readonly string[] => ['node_modules/vitest/vitest.mjs', 'run', '--config', config]
  const isWithin = printCostPerTest({
    title: `CPU per test of a file of ${tests} tests that uses no service`,
    tests,
    pairs: Number(pairs),
    limitUs: 18,
    dir,
    bare: { name: 'bare Vitest', args: run('bare.config.js') },
    curfew: { name: 'with the plugin', args: run('plugin.config.js') },
  })
  process.exitCode = isWithin ? 0 : 1
} finally {
  rmSync(dir, { recursive: true, force: true })
}

function prepare(): void {
  mkdirSync(path.join(dir, 'node_modules/@curfew'), { recursive: true })
  for (const name of ['protocol', 'supervisor', 'core', 'vitest']) {
    symlinkSync(path.join(packagesDir, name), path.join(dir, 'node_modules/@curfew', name))
  }
  symlinkSync(
    realpathSync(path.join(packagesDir, 'vitest/node_modules', vitest)),
    path.join(dir, 'node_modules/vitest'),
  )
  writeFileSync(path.join(dir, 'package.json'), '{ "type": "module" }')
  const body = Array.from(
    { length: tests },
    (_, index) => `test('${index}', () => { expect(${index}).toBe(${index}) })`,
  )
  writeFileSync(path.join(dir, 'a.test.js'), `import { expect, test } from 'vitest'\n${body.join('\n')}\n`)
  const config = (plugins: string): string => `import { defineConfig } from 'vitest/config'
import { curfew } from '@curfew/vitest/plugin'
export default defineConfig({ plugins: [${plugins}], test: { reporters: ['dot'] } })\n`
  writeFileSync(path.join(dir, 'bare.config.js'), config(''))
  writeFileSync(path.join(dir, 'plugin.config.js'), config('curfew()'))
}
