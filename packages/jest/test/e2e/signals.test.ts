import { startJestSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

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
