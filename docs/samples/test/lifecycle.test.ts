import process from 'node:process'
import { afterEach, expect } from 'vitest'
import { test as base } from '@curfew/vitest'
import { services } from './services.ts'

const test = base.extend(services)

// #region outcome
test('how a service ended is data', async ({ api }) => {
  expect(api.state).toBe('running')
  await api.stop()
  expect(api.state).toBe('stopped')
  expect(api.outcome).toMatchObject({ how: 'stopped', gone: true, errors: [], exit: { code: 0 } })
})
// #endregion outcome

// #region expect-exit
test('the store survives the death of its client', async ({ store, api }) => {
  const exit = api.expectExit()
  process.kill(api.pid, 'SIGKILL')
  expect(await exit).toMatchObject({ signal: 'SIGKILL' })
  expect(store.isServiceAlive()).toBe(true)
})
// #endregion expect-exit

// #region end
let wasAlive = false
test.afterEach(({ api }) => {
  wasAlive = api.isServiceAlive()
})

test('what runs when', async ({ api, scope }) => {
  scope.onCleanup(() => {
    expect(wasAlive).toBe(true) // `afterEach` came first: there the services still run
    expect(api.isAlive()).toBe(false) // here they are gone
  })
})
// #endregion end

afterEach(() => {
  wasAlive = false
})
