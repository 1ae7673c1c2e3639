// #region file
import { test as base } from '@curfew/vitest'
import { defineServices, http, processService, tcp } from '@curfew/core'
import { expect } from 'vitest'

const services = defineServices()
  .service('store', { scope: 'file' }, () =>
    processService({
      command: 'node',
      args: ({ host, port }) => ['src/store.js', `${port}`, host],
      ready: tcp(),
    }),
  )
  .service('api', ({ store }) =>
    processService({
      command: 'node',
      args: ({ port }) => ['src/api.js', `${port}`],
      env: { STORE: store.address },
      ready: http('/health'),
    }),
  )

const test = base.extend(services)

let storePid: number
test.beforeAll(({ store }) => {
  storePid = store.pid
})

test('sets', async ({ api }) => {
  await fetch(`${api.url}/set/colour/green`)
})

test('has a new api and the same store', async ({ api, store }) => {
  expect(await (await fetch(`${api.url}/get/colour`)).text()).toBe('green')
  expect(store.pid).toBe(storePid)
})
// #endregion file

// #region native
const withClient = test.extend('client', async ({ api }) => ({
  get: async (key: string) => (await fetch(`${api.url}/get/${key}`)).text(),
}))

withClient('a fixture of Vitest may use services', async ({ client }) => {
  expect(await client.get('colour')).toBe('green')
})
// #endregion native
