import path from 'node:path'
import { expect } from 'vitest'
import { test as base } from '@curfew/vitest'
// #region function
import { defineServices, http, processService, taskService, threadService } from '@curfew/core'
import type * as load from './load.ts'

export const services = defineServices()
  .service('store', () =>
    processService({
      command: 'node',
      args: ({ host, port }) => ['src/store.js', `${port}`, host],
      ready: logReady(),
    }),
  )
  .service('api', ({ store }) =>
    processService({
      command: 'node',
      args: ({ port }) => ['src/api.js', `${port}`],
      env: ({ host }) => ({ HOST: host, STORE: store.address, DEBUG: undefined }),
      ready: http('/health'),
      tags: ['web'],
      stopTimeoutMs: 2_000,
    }),
  )
  .service('load', ({ api }) =>
    threadService<typeof load>({
      module: './load.ts',
      data: { url: api.url },
      tags: ['load'],
    }),
  )
  .service('health', ({ api }) =>
    taskService({
      intervalMs: 50,
      async run({ signal, log, iteration }) {
        const { status } = await fetch(`${api.url}/health`, { signal })
        log.info({ status, iteration }, 'health')
        return status === 200 ? 50 : 10 // the delay before the next iteration
      },
    }),
  )
// #endregion function
import { completed, logLine, ProcessService, TaskService, type TaskContext, tcp } from '@curfew/core'

function logReady() {
  return logLine(/ready to accept/)
}

const test = base.extend(services)

// #region messages
test('the load tells how far it is', async ({ load }) => {
  const first = Promise.withResolvers<number>()
  load.onMessage(({ done }) => first.resolve(done))
  load.post({ command: 'report' })
  expect(await first.promise).toBeGreaterThanOrEqual(0)
})
// #endregion messages

// #region classes
/** The store of this project, with what tests do to it. */
class Store extends ProcessService {
  static override readonly tags = ['data']

  constructor() {
    super({
      command: 'node',
      args: ({ host, port }) => ['src/store.js', `${port}`, host],
      ready: tcp(),
    })
  }

  /** Halts it without ending it. */
  async freeze(): Promise<void> {
    await this.signal('SIGSTOP')
  }

  async thaw(): Promise<void> {
    await this.signal('SIGCONT')
  }
}

/** Freezes the store again and again. */
class Chaos extends TaskService {
  static override readonly stopPriority = 10
  readonly store: Store

  constructor(store: Store) {
    super({ intervalMs: 20 })
    this.store = store
  }

  override async run({ log, sleep }: TaskContext): Promise<void> {
    await this.store.freeze()
    try {
      log.info('frozen')
      await sleep(10)
    } finally {
      await this.store.thaw()
    }
  }
}

const withChaos = base.extend(
  defineServices()
    .service('store', () => new Store())
    .service('chaos', ({ store }) => new Chaos(store)),
)
// #endregion classes

withChaos('classes have their own methods and tags', async ({ store, chaos }) => {
  expect(store.tags).toEqual(['data'])
  expect(chaos.dependencies.names()).toEqual(['store'])
  await store.thaw()
})

// #region folder
const beside = base.extend(
  defineServices()
    .service('root', () => processService({ command: 'pwd', ports: [], ready: completed() }))
    .service('relative', () => processService({ command: 'pwd', cwd: 'src', ports: [], ready: completed() }))
    .service('here', () => processService({ command: 'pwd', cwd: import.meta.dirname, ports: [], ready: completed() }))
    .service('above', () =>
      processService({ command: 'pwd', cwd: new URL('../src', import.meta.url), ports: [], ready: completed() }),
    ),
)
// #endregion folder

beside('processes run where they are told to', async ({ root, relative, here, above }) => {
  const said = await Promise.all([root, relative, here, above].map(async (one) => (await one.lastLines())[0]?.text))
  const project = path.join(import.meta.dirname, '..')
  expect(said).toEqual([project, path.join(project, 'src'), path.join(project, 'test'), path.join(project, 'src')])
})

test('a repeating task and a process', async ({ api, health }) => {
  expect(api.tags).toEqual(['web'])
  expect(health.isServiceAlive()).toBe(true)
})
