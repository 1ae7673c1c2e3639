import { inspect } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import {
  defineServices,
  findServicesByInstance,
  Node,
  localNode,
  ServiceList,
  taskService,
  TaskService,
  type Service,
} from '../../src/index.ts'
import { catalogProtocol } from '../../src/catalog/catalog-protocol.ts'
import { engine } from '../../src/engine-access.ts'
import { isService, protocolOf } from '../../src/protocol.ts'
import type { Scope } from '../../src/scope/scope.ts'
import { serviceOf, viewOf } from '../../src/service-view.ts'

class Store extends TaskService {
  readonly #rows: string[] = []
  readonly query: ((row: string) => boolean) & { readonly language: string }
  limit = 1

  constructor() {
    super({ name: 'store', readyAfterFirst: true })
    this.query = Object.assign((row: string) => this.#rows.includes(row), { language: 'rows' })
  }

  override async run(): Promise<void> {}

  get size(): number {
    return this.#rows.length
  }

  set first(row: string) {
    this.#rows[0] = row
  }

  add(row: string): this {
    this.#rows.push(row)
    return this
  }
}

const scopes: Scope[] = []
afterEach(async () => {
  for (const scope of scopes.splice(0)) await scope.close()
})

/** Starts a catalog; resolves with the services as a test gets them. */
async function start(catalog: object, ...names: string[]): Promise<Service[]> {
  const scope = engine().openScope({ kind: 'test', name: 'a test' })
  scopes.push(scope)
  const { entries } = catalogProtocol(catalog)
  return [...(await scope.start(entries, names))]
}

test('a factory is given views, a test the services themselves', async () => {
  const given: Service[] = []
  const catalog = defineServices()
    .service('store', () => new Store())
    .service('api', ({ store }) => {
      given.push(store)
      return taskService({ mayExit: true, run() {} })
    })
  const [store, api] = await start(catalog, 'store', 'api')
  expect(given).toHaveLength(1)
  expect(given[0]).not.toBe(store)
  expect(serviceOf(given[0]!)).toBe(store)
  expect(serviceOf(store!)).toBe(store)
  expect([...api!.dependencies]).toEqual([store])
  expect([...store!.dependants][0]).toBe(api)
})

test('a view is an instance of the classes of its service, carries the brand, and prints as it', () => {
  const store = new Store()
  const view = viewOf(store)
  expect(view).toBeInstanceOf(Store)
  expect(view).toBeInstanceOf(TaskService)
  expect(isService(view)).toBe(true)
  expect(protocolOf(view)).toBe(protocolOf(store))
  expect(view.constructor).toBe(Store)
  expect(inspect(view)).toBe(inspect(store))
  expect(view).not.toBe(store)
  expect(serviceOf(viewOf(view))).toBe(store)
})

test('methods, getters, setters and fields are those of the service, private fields included', () => {
  const store = new Store()
  const view = viewOf(store)
  expect(view.add('a')).toBe(store)
  view.first = 'b'
  view.limit = 7
  const { add } = view
  add.call(view, 'c')
  expect([store.size, view.size, store.limit]).toEqual([2, 2, 7])
  expect(view.query('c')).toBe(true)
  expect(view.query.language).toBe('rows')
  expect(view.add).toBe(view.add)
  expect(Object.keys(view)).toEqual(Object.keys(store))
})

test('a spy on the service is seen through the view, and one on the view is on the service', () => {
  const store = new Store()
  const view = viewOf(store)
  const add = vi.spyOn(store, 'add')
  view.add('a')
  expect(add).toHaveBeenCalledWith('a')
  expect(view.add).toHaveBeenCalledTimes(1)
  expect(store.size).toBe(1)
  add.mockRestore()
  vi.spyOn(view, 'add').mockImplementation(() => store)
  store.add('b')
  expect(store.size).toBe(1)
})

test('a value that the language fixes is given as it is', () => {
  const fixed = Object.freeze(() => 1)
  const store = Object.defineProperty(new Store(), 'fixed', { value: fixed }) as Store & { fixed: () => number }
  expect(viewOf(store).fixed).toBe(fixed)
  expect(viewOf(Object.freeze(new Store())).size).toBe(0)
})

test('what an edge says comes before what the service says, and only there', () => {
  const store = new Store()
  const view = viewOf(store, (property) => (property === 'serviceName' ? { value: 'store behind a proxy' } : undefined))
  expect([view.serviceName, store.serviceName, viewOf(store).serviceName]).toEqual([
    'store behind a proxy',
    'store',
    'store',
  ])
  expect(view.size).toBe(0)
})

test('lists hold the service, whoever they are given', async () => {
  const store = new Store()
  const view = viewOf(store)
  expect([...new ServiceList([view, store])]).toEqual([store])
  expect([...new ServiceList([view])][0]).toBe(store)
  expect(new ServiceList([store]).remove(view).length).toBe(0)
  expect([...new ServiceList<Service>([]).append(view)][0]).toBe(store)
})

test('stop() of a view stops the service, and all that needs it before', async () => {
  const given: { store?: Store; node?: Node } = {}
  const stopped: string[] = []
  const endless = (name: string) =>
    taskService({
      run: ({ signal }) =>
        new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => (stopped.push(name), resolve()), { once: true })
        }),
    })
  const catalog = defineServices()
    .service('place', () => localNode())
    .service('store', { on: 'place' }, () => endless('store'))
    .service('api', ({ store, place }) => {
      given.store = store as never
      given.node = place
      return endless('api')
    })
  const [place, store, api] = await start(catalog, 'place', 'store', 'api')
  expect(given.node).toBeInstanceOf(Node)
  expect(findServicesByInstance(given.node!).names()).toEqual(['store'])
  expect([...given.node!.services][0]).toBe(store)
  await given.store!.stop()
  expect(stopped).toEqual(['api', 'store'])
  expect([api?.state, store?.state, place?.state]).toEqual(['stopped', 'stopped', 'running'])
})

test('a view that is held in a property, named in options, or given as a node is the dependency itself', async () => {
  const catalog = defineServices()
    .service('place', () => localNode())
    .service('store', () => new Store())
    .service('api', ({ store, place }) => {
      const api = taskService({ mayExit: true, needs: [store], on: place, run() {} })
      return Object.assign(api, { held: [store] })
    })
  const [place, store, api] = await start(catalog, 'place', 'store', 'api')
  expect([...api!.dependencies].toSorted((a, b) => a.serviceName.localeCompare(b.serviceName))).toEqual([place, store])
  expect([...findServicesByInstance(place!)]).toEqual([api])
})

test('a factory that returns what it was given is refused', async () => {
  const catalog = defineServices()
    .service('store', () => new Store())
    .service('same', ({ store }) => store)
  await expect(start(catalog, 'same')).rejects.toThrow('belongs to "store" already')
})

test('making a view runs no code and reads nothing of the service', () => {
  const store = new Store()
  const touched: string[] = []
  const watched = new Proxy(store, {
    get(target, property) {
      touched.push(String(property))
      return Reflect.get(target, property, target) as unknown
    },
    ownKeys: () => expect.unreachable(),
    getOwnPropertyDescriptor: () => expect.unreachable(),
    getPrototypeOf: () => expect.unreachable(),
  })
  viewOf(watched)
  // Only whether it is a view itself.
  expect(touched).toEqual(['Symbol(curfew.view@1)'])
})
