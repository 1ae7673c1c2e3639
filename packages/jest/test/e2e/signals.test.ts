import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { livingProcesses, startJestSuite } from '@curfew/testing'
import { expect, onTestFinished, test } from 'vitest'

const waiting = `import { defineServices, processService, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { note } from './events.cjs'

// It lives until it is told to stop.
const server = () => processService({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], ports: [] })
const looped = (name: string) => taskService({
  async run({ signal }) {
    note(name + ' up')
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    note(name + ' down')
  },
})
const test = base.extend(defineServices().service('db', () => server()).service('api', ({ db }) => looped('api')))
test('waits', async ({ api, db }) => {
  note('db ' + db.isAlive())
  await new Promise(() => {})
}, 60_000)
test('next', async ({ api }) => { note('next') })
`

test.for([
  ['SIGINT', 'main', ['--runInBand'], 130],
  ['SIGINT', 'group', ['--maxWorkers=2'], 130],
  ['SIGTERM', 'main', ['--maxWorkers=2'], 143],
] as const)(
  'contract 50: %s to the %s, %s: services stop, what follows is skipped, and the exit code says which',
  async ([signal, to, args, exitCode]) => {
    const suite = startJestSuite({ args, files: { 'a.test.ts': waiting, 'b.test.ts': `test('other', () => {})` } })
    await suite.event('db true')
    if (to === 'main') suite.kill(signal)
    else suite.killGroup(signal)
    const result = await suite.done
    expect(result.events).toEqual(['api up', 'db true', 'api down'])
    expect(result.test('waits').errors[0]?.message).toContain('The run is over')
    expect(result.test('next').state).toBe('skipped')
    expect({ exitCode: result.exitCode, signal: result.signal }).toEqual({ exitCode, signal: null })
    expect(result.survivors).toEqual([])
  },
)

const hanging = `test('hangs', () => { require('./events.cjs').note('hangs'); for (;;); })\n`

test.for([
  ['that does not use curfew', '', 'SIGINT'],
  ['that declares no service', `import '@curfew/jest'\n`, 'SIGTERM'],
] as const)(
  'a test that blocks the main process, of a file %s, is ended by the first signal, as without curfew',
  async ([, begin, signal]) => {
    const before = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/jest'
base.extend(defineServices().service('one', () => taskService({ run() {} })))('works', ({ one }) => { one.isAlive() })
`
    const suite = startJestSuite({
      args: ['--runInBand', '--testSequencer=./in-order.cjs'],
      files: {
        // Its services have been stopped, and signals are what they were.
        'a.test.ts': before,
        'b.test.ts': `${begin}${hanging}`,
        'in-order.cjs': `module.exports = class {
  sort(tests) { return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1)) }
  shard(tests) { return tests }
  allFailedTests(tests) { return tests }
  cacheResults() {}
}`,
      },
    })
    await suite.event('hangs')
    suite.kill(signal)
    expect(await suite.done).toMatchObject({ exitCode: null, signal })
  },
)

test.for([
  [
    'of its catalog',
    `import { test as base } from '@curfew/jest'
const test = base.extend(services)
test('hangs', ({ idle }) => { note('hangs'); for (;;); })
`,
  ],
  // It is given no moment between the start and the loop.
  ['started by hand', `test('hangs', async () => { await services.start('idle'); note('hangs'); for (;;); })\n`],
])(
  'a test that blocks the main process cannot keep a second signal from ending it, with a service %s',
  async ([, code]) => {
    const suite = startJestSuite({
      args: ['--runInBand'],
      files: {
        'a.test.ts': `import { defineServices, taskService } from '@curfew/core'
import { note } from './events.cjs'
const services = defineServices().service('idle', () => taskService({ intervalMs: 1000, run() {} }))
${code}`,
      },
    })
    await suite.event('hangs')
    const over = suite.done.then(() => true)
    // Two signals of one kind that the process has not taken yet are one, so it is sent until a second one was taken.
    do suite.kill('SIGINT')
    while (!(await Promise.race([over, sleep(100, false)])))
    expect(await suite.done).toMatchObject({ exitCode: null, signal: 'SIGINT' })
  },
)

const counted = (run: number): string => `import { defineServices, processService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { note } from './events.cjs'
const server = () => processService({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], ports: [] })
const test = base.extend(defineServices().service('db', server))
test('run ${run}', async ({ db, scope }) => {
  note('run ${run} ' + db.isAlive())
  scope.onCleanup(() => note('over ${run}'))
})
`

/** How many runs the suite had, when nothing of any of them lives. */
function runsOver(dir: string): number | undefined {
  const runs = readdirSync(path.join(dir, '.curfew', 'runs'))
  return runs.every((run) => livingProcesses('CURFEW_RUN', run).length === 0) ? runs.length : undefined
}

test.for([['--runInBand'], ['--maxWorkers=2']])(
  'watch mode, %s: each change is one run more, nothing is left between runs, and a signal ends it',
  async ([how = '']) => {
    const suite = startJestSuite({
      args: ['--watchAll', '--watchman=false', how],
      files: { 'a.test.ts': counted(1), 'b.test.ts': `test('other', () => {})` },
    })
    onTestFinished(() => suite.kill('SIGKILL'))
    await suite.event('over 1')
    const second = suite.event('over 2').then(() => true)
    // Jest does not hear of a change while a run is being finished.
    let changes = 0
    while (!(await Promise.race([second, sleep(1000, false)]))) {
      writeFileSync(path.join(suite.dir, 'a.test.ts'), counted(2))
      changes += 1
    }
    await expect.poll(() => runsOver(suite.dir)).toBeGreaterThan(1)
    // What curfew writes is no change: it would run for ever.
    await sleep(2000)
    await expect.poll(() => runsOver(suite.dir)).toBeLessThanOrEqual(1 + changes)
    const runs = runsOver(suite.dir)
    suite.kill('SIGINT')
    const result = await suite.done
    expect(result.events.slice(0, 4)).toEqual(['run 1 true', 'over 1', 'run 2 true', 'over 2'])
    expect(result.events).toHaveLength(2 * (runs ?? 0))
    expect(result.signal).toBe('SIGINT')
    expect(result.survivors).toEqual([])
  },
)
