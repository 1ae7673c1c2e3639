import { createContext, runInContext } from 'node:vm'
import { EventEmitter } from 'node:events'
import { createServer } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { reachableServices } from '../../src/catalog/reachable-services.ts'
import { SERVICE } from '../../src/protocol.ts'

/** What every copy of the package recognises: the brand, and nothing else. */
class Branded {
  constructor(readonly label: string) {
    Object.defineProperty(this, SERVICE, { value: { lifecycle: undefined } })
  }
}

const db = new Branded('db')
const api = new Branded('api')

const found: readonly (readonly [name: string, fields: object])[] = [
  ['a field', { db }],
  ['a field that is not enumerable', Object.defineProperty({}, 'db', { value: db })],
  ['a field with a symbol for its name', { [Symbol('db')]: db }],
  ['an array', { all: [1, db] }],
  ['an array in an array', { all: [[db]] }],
  ['a value of a map', { byName: new Map([['db', db]]) }],
  ['a key of a map', { names: new Map([[db, 'db']]) }],
  ['a set', { all: new Set([db]) }],
  ['a map of a subclass that iterates over nothing', { all: hiding(new Map([['db', db]])) }],
  ['a plain object', { config: { storage: { db } } }],
  ['an object without a prototype', { config: Object.assign(Object.create(null) as object, { db }) }],
  ['an object, array and map of another realm', { foreign: otherRealm('({ list: [new Map([["db", db]])] })') }],
  [
    'an instance of a class that we do not know',
    {
      client: new (class Client {
        db = db
      })(),
    },
  ],
  [
    'a list within such an instance',
    {
      client: new (class Client {
        all = [{ db }]
      })(),
    },
  ],
  [
    'an instance within an instance of classes that we do not know',
    {
      repo: new (class Repo {
        client = new (class Client {
          db = db
        })()
      })(),
    },
  ],
  [
    'two such instances, with collections between',
    {
      repos: [
        new (class Repo {
          clients = new Map([
            [
              'first',
              new (class Client {
                db = db
              })(),
            ],
          ])
        })(),
      ],
    },
  ],
  ['an emitter that is no stream', { bus: Object.assign(new EventEmitter(), { db }) }],
  ['a proxy around a service', { spied: new Proxy(db, {}) }],
]

test.for(found)('finds a service in %s', ([, fields]) => {
  const service = Object.assign(new Branded('own'), {})
  Object.defineProperties(service, Object.getOwnPropertyDescriptors(fields))
  expect(reachableServices(service).map((service) => (service as unknown as Branded).label)).toEqual(['db'])
})

let ran = 0
const throwing: ProxyHandler<object> = Object.fromEntries(
  ['has', 'get', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'].map((trap) => [
    trap,
    () => {
      throw new Error('a trap ran')
    },
  ]),
)
const notFound: readonly (readonly [name: string, fields: object])[] = [
  [
    'a getter, which does not run',
    {
      get db() {
        ran++
        return db
      },
    },
  ],
  [
    'a getter of an array, which does not run',
    {
      all: Object.defineProperty([], 0, {
        get: () => {
          ran++
          return db
        },
      }),
    },
  ],
  ['the fields of another service', { next: Object.assign(new Branded('next'), { db }) }],
  [
    'an instance three deep of classes that we do not know',
    {
      a: new (class A {
        b = new (class B {
          c = new (class C {
            db = db
          })()
        })()
      })(),
    },
  ],
  [
    'a private field',
    new (class {
      #db = db
      read() {
        return this.#db
      }
    })(),
  ],
  ['a promise', { later: Object.assign(Promise.resolve(), { db }) }],
  ['a buffer', { bytes: Object.assign(Buffer.alloc(8), { db }) }],
  ['a stream', { stream: Object.assign(Readable.from([]), { db }) }],
  ['a server', { server: Object.assign(createServer(), { db }) }],
  ['an error', { failure: Object.assign(new Error('x'), { db }) }],
  ['a function', { callback: Object.assign(() => {}, { db }) }],
  ['a proxy whose traps throw', { proxy: new Proxy({ db }, throwing) }],
  ['what lies deeper than the bound', { a: { b: { c: { d: { e: { f: { db } } } } } } }],
]

test.for(notFound)('does not look for a service in %s', ([, fields]) => {
  const service = new Branded('own')
  Object.defineProperties(service, Object.getOwnPropertyDescriptors(fields))
  expect(reachableServices(service).filter((service) => (service as unknown as Branded).label === 'db')).toEqual([])
  expect(ran).toBe(0)
})

test('its own protocol, which names other services, is not searched', () => {
  const service = Object.defineProperty({}, SERVICE, { value: { lifecycle: { needs: [db] } } })
  expect(reachableServices(service)).toEqual([])
})

test('each service once, nearest first, and never itself', () => {
  const ring: unknown[] = []
  const service = Object.assign(new Branded('own'), { deep: { api, db }, db, ring })
  ring.push(service, service.deep, ring)
  expect(reachableServices(service)).toEqual([db, api])
})

test('gives up at the bound of values, however large a collection is', () => {
  const service = Object.assign(new Branded('own'), {
    db,
    many: Array.from({ length: 1_000_000 }, (_, index) => index),
    api,
  })
  expect(reachableServices(service)).toEqual([db, api])
  expect(reachableServices(Object.assign(new Branded('own'), { many: [1, 2, 3, [db]] }), { maxValues: 4 })).toEqual([])
})

function hiding<K, V>(map: Map<K, V>): Map<K, V> {
  return Object.setPrototypeOf(
    map,
    class Hiding extends Map<K, V> {
      override entries(): MapIterator<[K, V]> {
        return new Map<K, V>().entries()
      }
    }.prototype,
  ) as Map<K, V>
}

function otherRealm(code: string): object {
  return runInContext(code, createContext({ db })) as object
}
