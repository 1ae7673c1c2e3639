import { describe, expect, test } from 'vitest'
import '../../src/install.ts'
import { defineServices } from '../../src/catalog/catalog.ts'
import { findServicesByInstance } from '../../src/list/registry.ts'
import { ServiceList } from '../../src/list/service-list.ts'
import { localCluster } from '../../src/places/local/local-cluster.ts'
import { localNode } from '../../src/places/local/local-node.ts'
import { localProvider } from '../../src/places/local/local-provider.ts'
import { allOf } from '../../src/readiness/all-of.ts'
import { completed } from '../../src/readiness/completed.ts'
import { http } from '../../src/readiness/http.ts'
import { logLine } from '../../src/readiness/log-line.ts'
import { message } from '../../src/readiness/message.ts'
import { tcp } from '../../src/readiness/tcp.ts'
import { checkOptions, workerOptions, runOptions } from '../../src/runner/check-options.ts'
import { ProcessService, processService } from '../../src/service/process-service.ts'
import { TaskService, taskService } from '../../src/service/task-service.ts'
import { ThreadService, threadService } from '../../src/service/thread-service.ts'

/** For what is right in itself, and wrong for another reason. */
const unlessOf =
  (code: string) =>
  (error: unknown): void => {
    if ((error as { readonly code?: unknown }).code !== code) throw error
  }

/** Each kind of value that plain JavaScript, JSON or a cast may hand over, and how a message shows it. */
const kinds = {
  undefined: [undefined, 'undefined'],
  null: [null, 'null'],
  number: [5, '5'],
  string: ['127.0.0.1', '"127.0.0.1"'],
  function: [async () => {}, 'a function'],
  array: [[1], '[1]'],
  object: [{}, '{  }'],
  'object of another': [{ zzzzz: 1 }, '{ zzzzz }'],
  instance: [new Map(), 'Map'],
} as const satisfies Readonly<Record<string, readonly [value: unknown, shown: string]>>

type Kind = keyof typeof kinds

interface Builder {
  readonly make: (value: never) => unknown
  /** The kinds that it takes. */
  readonly takes: readonly Kind[]
  /** What its message says besides the thing and what was found: what was expected, and how it is written. */
  readonly says: readonly RegExp[]
  /** What its message says of an object without what it needs. */
  readonly saysOfObject?: RegExp
}

const provided = ['undefined', 'object'] as const

const builders: Readonly<Record<string, Builder>> = {
  taskService: {
    make: taskService,
    takes: [],
    says: [/a task have to be an object|has no body/, /To change +taskService\(\{ run: /],
    saysOfObject: /has no body: .*run|no option of a task/,
  },
  'new TaskService': {
    make: (value) => new TaskService(value),
    takes: [],
    says: [/a task have to be an object|has no body/, /To change +taskService\(\{ run: /],
    saysOfObject: /has no body: .*run|no option of a task/,
  },
  processService: {
    make: processService,
    takes: [],
    says: [
      /a process have to be an object/,
      /To change +processService\(\{ command: 'node', args: \['server\.js'\] \}\)/,
    ],
    saysOfObject: /command is missing: it has to be an executable/,
  },
  'new ProcessService': {
    make: (value) => new ProcessService(value),
    takes: [],
    says: [/a process have to be an object/, /To change/],
    saysOfObject: /command is missing/,
  },
  threadService: {
    make: threadService,
    takes: [],
    says: [/a thread have to be an object/, /To change +threadService\(\{ module: '\.\/load\.ts' \}\)/],
    saysOfObject: /module is missing: it has to be a path or a file: URL/,
  },
  'new ThreadService': {
    make: (value) => new ThreadService(value),
    takes: [],
    says: [/a thread have to be an object/, /To change/],
    saysOfObject: /module is missing/,
  },
  localNode: {
    make: localNode,
    takes: provided,
    says: [/have to be an object/, /To change +localNode\(\{ host: '127\.0\.0\.1' \}\)/],
    saysOfObject: /"zzzzz" is no option/,
  },
  localCluster: {
    make: localCluster,
    takes: provided,
    says: [/have to be an object/, /To change +localCluster\(\{ size: 3 \}\)/],
    saysOfObject: /"zzzzz" is no option/,
  },
  localProvider: {
    make: localProvider,
    takes: provided,
    says: [/have to be an object/],
    saysOfObject: /"zzzzz" is no option of localProvider\(\)/,
  },
  defineServices: {
    make: defineServices,
    takes: ['undefined'],
    says: [/defineServices\(\) takes no arguments/, /To change +defineServices\(\)\.service\(/],
  },
  'use()': {
    make: (value) => defineServices().use(value),
    takes: [],
    says: [/Expected a catalog, as defineServices\(\) makes it/],
  },
  'the name of a service': {
    make: (value) =>
      defineServices()
        .service(value, () => taskService({ run() {} }))
        .start(),
    takes: [],
    says: [/The name of service .* has to be an identifier/, /Declared at/],
  },
  'the factory of a service': {
    make: (value) =>
      defineServices()
        .service('a', value as () => TaskService)
        .start('a')
        .catch(unlessOf('CURFEW_WRONG_RESULT')),
    takes: ['function'],
    says: [/The factory of service "a" has to/, /Declared at/],
    saysOfObject: /has to be a function that returns a service/,
  },
  'the options of a declaration': {
    make: (value) =>
      defineServices()
        .service('a', value, () => taskService({ run() {} }))
        .start(),
    takes: ['object'],
    says: [/The second argument of service "a" has to be an object of options/, /Declared at/],
    saysOfObject: /Option "zzzzz" of service "a"/,
  },
  'start()': {
    make: (value) => defineServices().start(value).catch(unlessOf('CURFEW_NO_SUCH_SERVICE')),
    takes: ['string'],
    says: [/takes the names of services/, /To change +services\.start\('api', 'db'\)/],
  },
  tcp: {
    make: tcp,
    takes: provided,
    says: [/have to be an object/],
    saysOfObject: /"zzzzz" is no option of tcp/,
  },
  http: { make: http, takes: [], says: [/the path must begin with "\/"/] },
  'http, the second': {
    make: (value) => http('/', value),
    takes: provided,
    says: [/have to be an object/],
    saysOfObject: /"zzzzz" is no option of http/,
  },
  logLine: { make: logLine, takes: [], says: [/the pattern has to be a regular expression, such as/] },
  'logLine, the second': {
    make: (value) => logLine(/x/, value),
    takes: provided,
    says: [/have to be an object/],
    saysOfObject: /"zzzzz" is no option of logLine/,
  },
  message: {
    make: message,
    takes: ['undefined', 'function'],
    says: [/the predicate has to be a function, such as/],
  },
  completed: {
    make: completed,
    takes: ['undefined'],
    says: [/completed\(\) takes no arguments/],
  },
  allOf: { make: allOf, takes: ['function'], says: [/ready has to be a probe, such as/] },
  'new ServiceList': {
    make: (value) => new ServiceList(value),
    // Any iterable will do.
    takes: ['instance'],
    says: [/ServiceList takes an array of services/, /To change +new ServiceList\(\[api, db\]\)/],
  },
  findServicesByInstance: { make: findServicesByInstance, takes: [], says: [/takes a node or a cluster/] },
  'options of a runner': {
    make: (value) => {
      checkOptions('Options of curfew()', value, { ...workerOptions, ...runOptions })
    },
    takes: ['object'],
    says: [/"options" has to be an object/],
    saysOfObject: /"zzzzz" is no option/,
  },
}

const isObject = (kind: Kind): boolean => kind === 'object' || kind === 'object of another'

describe.each(Object.entries(builders))('%s', (_, { make, takes, says, saysOfObject }) => {
  test.each(Object.entries(kinds))('given as %s', async (kind, [value, shown]) => {
    let error: unknown
    try {
      await make(value as never)
    } catch (thrown) {
      error = thrown
    }
    if ((takes as readonly string[]).includes(kind)) {
      expect(error).toBeUndefined()
      return
    }
    const expected = isObject(kind as Kind) && saysOfObject !== undefined ? [saysOfObject] : says
    expect(error).toMatchObject({ code: 'CURFEW_BAD_OPTION' })
    const { message: text } = error as Error
    for (const each of expected) expect(text).toMatch(each)
    if (expected === says && !text.includes('has no body')) expect(text).toContain(shown)
  })
})

test.each([
  [['a', 'a'], '["a", "a"]'],
  [{ a: 8080, b: 8080 }, '{ a, b }'],
])('ports: %o, one of them twice, is refused', (ports, shown) => {
  const make = (): unknown => processService({ command: 'node', ports: ports as never })
  expect(make).toThrow(`none of them twice; it is ${shown}`)
  expect(() => processService({ command: 'node', ports: { a: 'free', b: 'free' } })).not.toThrow()
})
