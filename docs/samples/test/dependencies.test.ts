import { expect } from 'vitest'
import { test as base, type TestScope } from '@curfew/vitest'
import {
  defineServices,
  processService,
  type ProcessService,
  type ServicesOf,
  taskService,
  TaskService,
  tcp,
} from '@curfew/core'

const store = () =>
  processService({
    command: 'node',
    args: ({ host, port }) => ['src/store.js', `${port}`, host],
    ready: tcp(),
  })

const api = (store: ProcessService) =>
  processService({
    command: 'node',
    args: ({ port }) => ['src/api.js', `${port}`],
    env: { STORE: store.address },
    ready: tcp(),
  })

// #region destructured
const services = defineServices()
  .service('store', store)
  .service('api', ({ store }) => api(store))
// #endregion destructured

base.extend(services)('destructured', async ({ api, services }) => {
  expect(api.dependencies.names()).toEqual(['store'])
  expect(services.names()).toEqual(['store', 'api'])
})

// #region needs
const withNeeds = defineServices()
  .service('store', store)
  .service('migration', ({ store }) => taskService({ readyAfterFirst: true, run: () => migrate(store) }))
  .service('api', { needs: ['store', 'migration'] }, ({ store }) => api(store))
// #endregion needs

async function migrate(_store: ProcessService): Promise<void> {}

base.extend(withNeeds)('needs', async ({ api }) => {
  expect(api.dependencies.names().toSorted()).toEqual(['migration', 'store'])
})

// #region on
const onNodes = defineServices()
  .service('store', { on: ({ cluster }) => cluster.nodes[0] }, store)
  .service('replica', { on: ({ cluster }) => cluster.nodes[1] }, store)
// #endregion on

base.extend(onNodes)('on', async ({ replica, cluster }) => {
  expect(replica.host).toBe(cluster.nodes[1]?.host)
  expect(replica.dependencies.names()).toContain('cluster-node2')
})

// #region property
class Watcher extends TaskService {
  readonly watched: ProcessService[] = []

  constructor(...watched: ProcessService[]) {
    super({ intervalMs: 50 })
    this.watched.push(...watched)
  }

  override async run(): Promise<void> {
    for (const service of this.watched) await service.refresh()
  }
}
// #endregion property

base.extend(services)('property', async ({ store, api }) => {
  const watcher = await new Watcher(store, api).start()
  expect(watcher.dependencies.names()).toEqual(['store', 'api'])
})

// #region get
class Chaos extends TaskService {
  readonly scope: TestScope<ServicesOf<typeof services>>

  constructor(scope: TestScope<ServicesOf<typeof services>>) {
    super()
    this.scope = scope
  }

  override async run(): Promise<void> {
    // Only now, and from inside a service: `chaos` needs `store` from here on.
    const victim = await this.scope.get('store')
    await victim.refresh()
  }
}

base.extend(services)('get', async ({ scope }) => {
  const chaos = await new Chaos(scope).start()
  await chaos.waitTillStopped(5_000)
  expect(chaos.dependencies.names()).toEqual(['store'])
})
// #endregion get

// #region priority
const ordered = defineServices()
  .service('store', store)
  .service('load', () => taskService({ intervalMs: 10, stopPriority: 10, run() {} }))
  .service('audit', () => taskService({ intervalMs: 10, stopPriority: 90, run() {} }))
// #endregion priority

base.extend(ordered)('priorities', async ({ load, store, audit, scope }) => {
  const over: string[] = []
  for (const service of [load, store, audit]) {
    void service.waitTillStopped().then(() => over.push(service.serviceName))
  }
  scope.onCleanup(() => expect(over).toEqual(['load', 'store', 'audit']))
})
