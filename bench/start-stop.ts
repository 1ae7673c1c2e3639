// Start and stop in a real Vitest, under the plugin and with bare fixtures, in runs that take turns.
// `./dev pnpm --filter ./bench run start-stop [rounds]`
import process from 'node:process'
import { runInlineSuite } from '@curfew/testing'
import { printMachine, printTable } from './src/report.ts'

const rounds = Number(process.argv[2] ?? 5)

// Between the bodies of two tests lies all that a test costs: the stop of the one, the start of the other.
const probe = `
import { note } from './events.mjs'
const now = performance.now.bind(performance)
let at
const body = (name) => { if (at !== undefined) note(name + ' ' + (now() - at)); at = now() }
`

const threeServices = (plugin: boolean): string =>
  plugin
    ? `${probe}
import { test as base } from '@curfew/vitest'
import { defineServices, taskService } from '@curfew/core'
const slow = () => taskService({
  intervalMs: 3_600_000,
  readyAfterFirst: true,
  run: ({ sleep }) => sleep(400),
})
const test = base.extend(defineServices().service('a', slow).service('b', slow).service('c', slow))
${tests('a, b, c')}`
    : `${probe}
import { setTimeout as sleep } from 'node:timers/promises'
import { test as base } from 'vitest'
const slow = async ({}, use) => { await sleep(400); await use(1) }
const test = base.extend({ a: slow, b: slow, c: slow })
${tests('a, b, c')}`

/** Three, four and three services; each needs all of the layer above it. 200 ms to start, 100 ms to stop. */
const layers = [
  ['a1', 'a2', 'a3'],
  ['b1', 'b2', 'b3', 'b4'],
  ['c1', 'c2', 'c3'],
]

const tenServices = (plugin: boolean): string => {
  const declared = layers.flatMap((layer, index) =>
    layer.map((name) => ({ name, needs: (layers[index - 1] ?? []).join(', ') })),
  )
  const head = `${probe}import { setTimeout as pause } from 'node:timers/promises'\n`
  return plugin
    ? `${head}
import { test as base } from '@curfew/vitest'
import { defineServices, taskService } from '@curfew/core'
const slow = () => taskService({
  intervalMs: 3_600_000,
  readyAfterFirst: true,
  run: () => pause(200),
  cleanup: () => pause(100),
})
const test = base.extend(defineServices()
${declared.map(({ name, needs }) => `  .service('${name}', ({ ${needs} }) => slow())`).join('\n')})
${tests('c1, c2, c3')}`
    : `${head}
import { test as base } from 'vitest'
const slow = async (use) => { await pause(200); await use(1); await pause(100) }
const test = base.extend({
${declared.map(({ name, needs }) => `  ${name}: async ({ ${needs} }, use) => slow(use),`).join('\n')}
})
${tests('c1, c2, c3')}`
}

function tests(names: string): string {
  return `
test('before', () => body(''))
test('first', { timeout: 0 }, ({ ${names} }) => body('start-first'))
test('between', () => body('stop-first'))
test('second', { timeout: 0 }, ({ ${names} }) => body('start'))
test('after', () => body('stop'))`
}

async function measure(source: string, plugin: boolean): Promise<Readonly<Record<string, number>>> {
  const result = await runInlineSuite({ files: { 'bench.test.ts': source }, curfew: plugin ? '{}' : null })
  if (result.exitCode !== 0) throw new Error(`The suite failed:\n${result.output}`)
  return Object.fromEntries(
    result.events.map((event) => event.split(' ')).map(([name = '', ms = '']) => [name, Number(ms)]),
  )
}

async function compare(
  title: string,
  source: (plugin: boolean) => string,
  criticalPath: Readonly<Record<string, number>>,
) {
  const samples: Readonly<Record<'bare' | 'plugin', Readonly<Record<string, number>>[]>> = { bare: [], plugin: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['bare', 'plugin'] as const) : (['plugin', 'bare'] as const)
    for (const which of order) samples[which].push(await measure(source(which === 'plugin'), which === 'plugin'))
  }
  printMachine(title)
  const of = (which: 'bare' | 'plugin', name: string): number[] => samples[which].map((sample) => sample[name] ?? 0)
  for (const [phase, pathMs] of Object.entries(criticalPath)) {
    printTable('ms', [
      { name: `${phase}: critical path`, values: [pathMs] },
      { name: `${phase}: bare fixtures`, values: of('bare', phase) },
      { name: `${phase}: curfew, first test of a file`, values: of('plugin', `${phase}-first`) },
      { name: `${phase}: curfew, later test`, values: of('plugin', phase) },
    ])
  }
}

await compare('Three independent services of 400 ms', threeServices, { start: 400 })
await compare('Ten services in three layers, 200 ms to start and 100 ms to stop each', tenServices, {
  start: 600,
  stop: 300,
})
