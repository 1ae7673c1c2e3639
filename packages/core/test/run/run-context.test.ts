import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isRunId, joinRun, newRun, runFromEnv, runStartedAtMs, runToEnv } from '../../src/run/run-context.ts'

test('a new run has a sortable id and a folder under its root, which is not made yet', () => {
  const before = Date.now()
  const run = newRun({ root: '/some/project' })
  const after = Date.now()
  expect(run).toEqual({
    run: expect.stringMatching(/^\d{8}-\d{6}-[0-9a-f]{6}$/),
    directory: join('/some/project/.curfew/runs', run.run),
    worker: null,
    rootPid: process.pid,
  })
  // An id has whole seconds.
  expect(runStartedAtMs(run.run)).toBeGreaterThan(before - 1_000)
  expect(runStartedAtMs(run.run)).toBeLessThanOrEqual(after)
  expect(newRun().directory.startsWith(join(process.cwd(), '.curfew', 'runs'))).toBe(true)
})

test('ids of one second differ', () => {
  expect(new Set(Array.from({ length: 100 }, () => newRun().run)).size).toBe(100)
})

test('the time of an id is UTC', () => {
  expect(runStartedAtMs('20261123-214500-1a2b3c')).toBe(Date.UTC(2026, 10, 23, 21, 45, 0))
})

test('workers join the run, as data or by the environment', () => {
  const run = newRun({ root: '/some/project', rootPid: 42 })
  expect(joinRun(structuredClone(run), 'w1')).toEqual({ ...run, worker: 'w1' })
  expect(runFromEnv(runToEnv(run), 'w2')).toEqual({ ...run, worker: 'w2' })
})

test('an environment without a run, or with something else, names none', () => {
  const run = newRun({ root: '/some/project' })
  const env = runToEnv(run)
  expect(runFromEnv({}, null)).toBeUndefined()
  expect(runFromEnv({ ...env, CURFEW_RUN_DIRECTORY: '/etc' }, null)).toBeUndefined()
  expect(runFromEnv({ ...env, CURFEW_RUN_ROOT_PID: 'x' }, null)).toBeUndefined()
  expect(runFromEnv({ ...env, CURFEW_RUN_ROOT_PID: undefined }, null)).toBeUndefined()
})

test('inside a service of the run the environment names none: tests in there are a run of their own', () => {
  const outer = newRun({ root: '/some/project' })
  const mark = { CURFEW_RUN: outer.run, CURFEW_SERVICE: 's1-api' }
  expect(runFromEnv({ ...runToEnv(outer), ...mark }, null)).toBeUndefined()
  const inner = newRun({ root: '/some/project' })
  expect(runFromEnv({ ...mark, ...runToEnv(inner) }, 'w1')).toEqual({ ...inner, worker: 'w1' })
})

test.each([
  ['20261123-214500-1a2b3c', true],
  ['20261123-214500-1a2b3', false],
  ['latest', false],
  ['.removing-20261123-214500-1a2b3c', false],
  ['20261123-214500-1a2b3c/..', false],
])('%s is the id of a run: %s', (name, is) => {
  expect(isRunId(name)).toBe(is)
})
