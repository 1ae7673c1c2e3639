import { defineServices, http, processService, tcp } from '@curfew/core'

export const services = defineServices()
  .service('store', () =>
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
