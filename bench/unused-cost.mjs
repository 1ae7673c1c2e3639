// What the plugin costs where no test uses it: CPU of the whole process tree per test, in interleaved pairs of runs with and
// without it. Usage: ./dev node bench/unused-cost.mjs [pairs] [vitest|vitest4]
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const [pairs = '10', vitest = 'vitest'] = process.argv.slice(2)
const tests = 20_000
const limitUs = 18
const packagesDir = path.resolve(import.meta.dirname, '../packages')
const dir = mkdtempSync(path.join(tmpdir(), 'curfew-unused-'))
try {
  prepare()
  const rounds = Array.from({ length: Number(pairs) + 1 }, (_, round) => measure(round)).slice(1) // the first one warms up
  const differences = rounds.map(({ bare, plugin }) => ((plugin - bare) / tests) * 1e6)
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (differences.length - 1)
  const upper = mean + tOf95(differences.length - 1) * Math.sqrt(variance / differences.length)
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
  console.log(
    `bare Vitest  ${((median(rounds.map(({ bare }) => bare)) / tests) * 1e6).toFixed(1)} µs CPU a test (median)`,
  )
  console.log(
    `the plugin   ${mean.toFixed(1)} µs more, upper 95 % bound ${upper.toFixed(1)} µs (limit ${limitUs} µs), ${pairs} pairs`,
  )
  process.exitCode = upper <= limitUs ? 0 : 1
} finally {
  rmSync(dir, { recursive: true, force: true })
}

function prepare() {
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
  const config = (plugins) => `import { defineConfig } from 'vitest/config'
import { curfew } from '@curfew/vitest/plugin'
export default defineConfig({ plugins: [${plugins}], test: { reporters: ['dot'] } })\n`
  writeFileSync(path.join(dir, 'bare.config.js'), config(''))
  writeFileSync(path.join(dir, 'plugin.config.js'), config('curfew()'))
}

function measure(round) {
  // Which one goes first alternates, so that a drift of the machine cancels out.
  const order = round % 2 === 0 ? ['bare', 'plugin'] : ['plugin', 'bare']
  const seconds = Object.fromEntries(order.map((name) => [name, cpuSeconds(name)]))
  console.log(
    `${round === 0 ? 'warm-up' : `pair ${round}`}: bare ${seconds.bare.toFixed(2)} s, plugin ${seconds.plugin.toFixed(2)} s CPU`,
  )
  return seconds
}

/** User and system time of Vitest and all its workers: `times` of the shell counts every descendant that was waited for. */
function cpuSeconds(name) {
  const script = `"${process.execPath}" node_modules/vitest/vitest.mjs run --config ${name}.config.js >/dev/null || exit 1; times`
  const times = execFileSync('sh', ['-c', script], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  const children = times.trim().split('\n')[1]
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, sec]) => sum + Number(min) * 60 + Number(sec),
    0,
  )
}

/** One-sided 95 % quantile of Student's t. */
function tOf95(degrees) {
  const table = [
    6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81, 1.8, 1.78, 1.77, 1.76, 1.75, 1.75, 1.74, 1.73, 1.73,
    1.72,
  ]
  return table[degrees - 1] ?? 1.65
}
