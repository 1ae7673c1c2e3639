// What the plugin costs where no test uses it: CPU of the whole process tree per test, in interleaved pairs of runs with and
// without it. `./dev pnpm --filter ./bench run unused [pairs] [vitest|vitest4]`
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { printMachine, printTable } from './src/report.ts'
import { median, upperBoundOfMedian } from './src/statistics.ts'

const [pairs = '12', vitest = 'vitest'] = process.argv.slice(2)
const tests = 20_000
const limitUs = 18
const packagesDir = path.resolve(import.meta.dirname, '../packages')
const dir = mkdtempSync(path.join(tmpdir(), 'curfew-unused-'))
type Side = 'bare' | 'plugin'

try {
  prepare()
  measure(0) // warms up
  const rounds = Array.from({ length: Number(pairs) }, (_, round) => measure(round + 1))
  const differences = rounds.map(({ bare, plugin }) => plugin - bare)
  printMachine(`CPU per test of a file of ${tests} tests that uses no service`)
  printTable('µs', [
    { name: 'bare Vitest', values: rounds.map(({ bare }) => bare) },
    { name: 'with the plugin', values: rounds.map(({ plugin }) => plugin) },
  ])
  const upper = upperBoundOfMedian(differences)
  console.log(
    `  the plugin: ${median(differences).toFixed(1)} µs more (median of ${pairs} pairs), ` +
      `upper 95 % bound ${upper.toFixed(1)} µs, limit ${limitUs} µs`,
  )
  process.exitCode = upper <= limitUs ? 0 : 1
} finally {
  rmSync(dir, { recursive: true, force: true })
}

function prepare(): void {
  mkdirSync(path.join(dir, 'node_modules/@curfew'), { recursive: true })
  for (const name of ['core', 'supervisor', 'vitest']) {
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

/** One run of each, in µs a test. Which one goes first alternates, so that a drift of the machine cancels out. */
function measure(round: number): Readonly<Record<Side, number>> {
  const order: readonly Side[] = round % 2 === 0 ? ['bare', 'plugin'] : ['plugin', 'bare']
  return Object.fromEntries(order.map((side) => [side, (cpuSeconds(side) / tests) * 1e6])) as Record<Side, number>
}

/** User and system time of Vitest and all its workers: `times` of the shell counts every descendant that was waited for. */
function cpuSeconds(side: Side): number {
  const script = `"${process.execPath}" node_modules/vitest/vitest.mjs run --config ${side}.config.js >/dev/null || exit 1; times`
  const times = execFileSync('sh', ['-c', script], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  const children = times.trim().split('\n')[1] ?? ''
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, sec]) => sum + Number(min) * 60 + Number(sec),
    0,
  )
}
