import { test as base } from '@curfew/jest'
import { expect } from '@jest/globals'
import { services } from './services.ts'

const test = base.extend(services)

// #region each
test.each([
  ['colour', 'green'],
  ['shape', 'round'],
])('%s can be set', async (key, value, { api }) => {
  await fetch(`${api.url}/set/${key}/${value}`)
  expect(await (await fetch(`${api.url}/get/${key}`)).text()).toBe(value)
})

test.concurrent.each(['green', 'blue'])('%s is alone in its store', async (value, { api }) => {
  await fetch(`${api.url}/set/colour/${value}`)
  expect(await (await fetch(`${api.url}/get/colour`)).text()).toBe(value)
})

test.failing('the store has no colour yet', async ({ api }) => {
  expect(await (await fetch(`${api.url}/get/colour`)).text()).toBe('green')
})
// #endregion each

// #region hooks
test.beforeEach(async ({ api }) => {
  await fetch(`${api.url}/set/size/large`)
})

test.afterEach(({ api }) => {
  expect(api.isServiceAlive()).toBe(true)
})

test('a hook has the services of its test', async ({ api }) => {
  expect(await (await fetch(`${api.url}/get/size`)).text()).toBe('large')
})
// #endregion hooks

// #region signal
test('waits no longer than the test', async ({ api, signal }) => {
  const response = await fetch(`${api.url}/get/size`, { signal })
  expect(await response.text()).toBe('large')
})
// #endregion signal
