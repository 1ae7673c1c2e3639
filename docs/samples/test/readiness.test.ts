import {
  CannotBecomeReadyError,
  completed,
  defineServices,
  http,
  logLine,
  message,
  type ProbeContext,
  processService,
  type ProcessService,
  taskService,
  tcp,
  threadService,
} from '@curfew/core'
import { test as base } from '@curfew/vitest'
import { expect } from 'vitest'
import type * as warmLoad from './warm-load.ts'

// #region tcp
function store() {
  return processService({
    command: 'node',
    args: ({ host, port }) => ['src/store.js', `${port}`, host],
    ready: tcp(),
  })
}
// #endregion tcp

// #region http
function api(store: ProcessService) {
  return processService({
    command: 'node',
    args: ({ port }) => ['src/api.js', `${port}`],
    env: { STORE: store.address },
    ready: http('/health', { status: [200, 404], headers: { accept: 'text/plain' } }),
  })
}
// #endregion http

// #region log-line
function numberedStore() {
  return processService({
    command: 'node',
    args: ({ host, port }) => ['src/store.js', `${port}`, host],
    ready: logLine(/ready .* generation (?<generation>\d+)/, { groups: ['generation'] }),
  })
}

const numbered = defineServices()
  .service('store', numberedStore)
  .service('reader', ({ store }) =>
    taskService({
      run({ log }) {
        log.info(`the store is of generation ${store.groups.generation}`)
      },
    }),
  )
// #endregion log-line

// #region completed
function seed(api: ProcessService) {
  return processService({
    command: 'node',
    args: ['-e', `fetch('${api.url}/set/colour/green')`],
    ports: [],
    ready: completed(),
  })
}
// #endregion completed

// #region message
function load(api: ProcessService) {
  return threadService<typeof warmLoad>({
    module: './warm-load.ts',
    data: { url: api.url },
    ready: message((sent) => sent === 'warm'),
  })
}
// #endregion message

// #region all
function carefulApi(store: ProcessService) {
  return processService({
    command: 'node',
    args: ({ port }) => ['src/api.js', `${port}`],
    env: { STORE: store.address },
    ready: [http('/health'), logLine(/listens/), hasLicence],
  })
}
// #endregion all

// #region function
async function hasLicence({ host, port, signal }: ProbeContext) {
  const response = await fetch(`http://${host}:${port}/get/licence`, { signal })
  if (response.status === 403) throw new CannotBecomeReadyError('the licence is missing')
  return response.ok
}
// #endregion function

const services = defineServices()
  .service('store', store)
  .service('api', ({ store }) => api(store))
  .service('seed', ({ api }) => seed(api))
  .service('load', ({ api }) => load(api))
  .service('carefulApi', ({ store }) => carefulApi(store))

base.extend(services)('probes', async ({ api, seed, load, carefulApi }) => {
  expect(seed.outcome).toMatchObject({ how: 'exited', errors: [] })
  expect(await (await fetch(`${api.url}/get/colour`)).text()).toBe('green')
  expect(load.isServiceAlive() && carefulApi.isServiceAlive()).toBe(true)
})

base.extend(numbered)('groups', async ({ reader }) => {
  await reader.waitTillStopped()
  expect((await reader.lastLines()).map(({ text }) => text).join()).toContain('generation 7')
})
