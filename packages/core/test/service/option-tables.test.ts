import { expect, test } from 'vitest'
import '../../src/install.ts'
import { CATALOG, type CatalogProtocol } from '../../src/catalog/catalog-protocol.ts'
import { defineServices } from '../../src/catalog/catalog.ts'
import { localCluster } from '../../src/places/local/local-cluster.ts'
import { localNode } from '../../src/places/local/local-node.ts'
import { completed } from '../../src/readiness/completed.ts'
import { http } from '../../src/readiness/http.ts'
import { logLine } from '../../src/readiness/log-line.ts'
import { message } from '../../src/readiness/message.ts'
import { tcp } from '../../src/readiness/tcp.ts'
import { checkReturned } from '../../src/options/check-options.ts'
import { ProcessService, processService } from '../../src/service/process-service.ts'
import { taskService } from '../../src/service/task-service.ts'
import { threadService } from '../../src/service/thread-service.ts'

/** Options as JavaScript, JSON or a cast has them. */
const any = (options: unknown): never => options as never

const wrong: readonly (readonly [make: (options: never) => unknown, options: unknown, problem: string])[] = [
  [
    processService,
    { args: 'x.js' },
    `args has to be an array of strings, such as ['server.js'], or a function that returns it; it is "x.js"`,
  ],
  [
    processService,
    { ready: 'http://localhost' },
    `ready has to be a probe, such as http('/health') or tcp(), a function, or an array of them; it is "http://localhost"`,
  ],
  [processService, { startTimeout: 500 }, '"startTimeout" is no option of a process: "startTimeoutMs" is meant'],
  [processService, { zzzzz: 500 }, '"zzzzz" is no option of a process; there are name, tags, stopPriority'],
  [processService, { ports: 3 }, `ports has to be an array of names, such as ['http'], or numbers by name`],
  [processService, { ports: { main: 70_000 } }, 'ports has to be'],
  [
    processService,
    { env: { A: null } },
    'env has to be an object of strings (undefined removes a variable), or a function that returns it; it is { A }',
  ],
  [processService, { cwd: 3 }, 'cwd has to be a path or a file: URL'],
  [processService, { shell: 'bash' }, 'shell has to be true or false; it is "bash"'],
  [
    processService,
    { stopSignal: 'TERM' },
    `stopSignal has to be the name of a signal, such as 'SIGTERM'; it is "TERM"`,
  ],
  [processService, { cleanExits: 1 }, 'cleanExits has to be an array of exit codes and names of signals'],
  [processService, { name: '' }, 'name has to be a text'],
  [processService, { stopPriority: 500 }, 'stopPriority has to be a whole number from 0 to 100; it is 500'],
  [
    processService,
    { startTimeoutMs: '5s' },
    'startTimeoutMs has to be a number of milliseconds ≥ 0, or Infinity; it is "5s"',
  ],
  [processService, { onKilled: 'ignore' }, `onKilled has to be 'fail' or 'warn'; it is "ignore"`],
  [processService, { cleanup: 'rm -r x' }, 'cleanup has to be a function'],
  [processService, { maxLogBytes: -1 }, 'maxLogBytes has to be a number of bytes > 0; it is -1'],
  [taskService, { onError: 'ignore' }, `onError has to be 'fail' or 'continue'; it is "ignore"`],
  [taskService, { intervalMs: -1 }, 'intervalMs has to be a number of milliseconds ≥ 0, or Infinity; it is -1'],
  [taskService, { intervalMS: 1 }, '"intervalMS" is no option of a task: "intervalMs" is meant'],
  [threadService, { execArgv: '--x' }, 'execArgv has to be an array of strings; it is "--x"'],
  [threadService, { resourceLimits: 3 }, 'resourceLimits has to be an object'],
  [localNode, { hots: '127.0.0.2' }, '"hots" is no option of a node or cluster: "host" is meant'],
  [localCluster, { sizes: 3 }, '"sizes" is no option of a node or cluster: "size" is meant'],
]

const needed = { command: 'node', module: './x.ts', run: () => {} }

test.for(wrong)('%o: %o is refused where it is made, by the name in the catalog', ([make, options, problem]) => {
  const rest =
    make === processService
      ? { command: needed.command }
      : make === threadService
        ? { module: needed.module }
        : make === taskService
          ? { run: needed.run }
          : {}
  const created = () => make(any({ ...rest, ...(options as object) }))
  expect(created).toThrow(
    expect.objectContaining({ code: 'CURFEW_BAD_OPTION', message: expect.stringContaining(problem) }),
  )
  const services = defineServices().service('api', any(created)) as unknown as Readonly<
    Record<typeof CATALOG, CatalogProtocol>
  >
  const create = () => services[CATALOG].entries.get('api')?.create({})
  expect(create).toThrow(expect.objectContaining({ message: expect.stringMatching(/^Service "api": /) }))
  expect(create).toThrow(problem)
})

test('what has no default and is missing is refused, beside what else is wrong', () => {
  expect(() => processService(any({ comand: 'node' }))).toThrow(
    'Service "ProcessService": command is missing: it has to be an executable, without its arguments (those go into args), ' +
      'or a function that returns it; "comand" is no option of a process: "command" is meant.',
  )
  expect(() => threadService(any({}))).toThrow('module is missing')
  expect(() => processService(any('node'))).toThrow('the options of a process have to be an object; they are "node"')
})

test('an async factory is named as well, and the stack says what the message says', async () => {
  const services = defineServices().service('api', async () =>
    processService(any({ command: '' })),
  ) as unknown as Readonly<Record<typeof CATALOG, CatalogProtocol>>
  const error = (await Promise.resolve(services[CATALOG].entries.get('api')?.create({})).catch(
    (caught: unknown) => caught,
  )) as Error
  expect(error.message).toMatch(/^Service "api": command has to be/)
  expect(error.stack).toContain(error.message)
})

test('values of secrets are not in the message', () => {
  expect(() => processService(any({ command: 'x', env: { TOKEN: null, OTHER: 'hunter2' } }))).toThrow(/^(?!.*hunter2)/)
})

test('everything that the types allow is accepted', () => {
  const all = {
    name: 'api',
    tags: ['a'],
    stopPriority: 0,
    startTimeoutMs: Infinity,
    stopTimeoutMs: 0,
    onKilled: 'warn',
    mayExit: true,
    quiesce() {},
    cleanup: async () => {},
    needs: [],
    on: undefined,
  } as const
  processService({
    ...all,
    command: () => 'node',
    args: () => [],
    env: () => ({ A: undefined }),
    cwd: () => '/',
    shell: false,
    ports: { http: 8080, admin: 'free' },
    stopSignal: 'SIGINT',
    cleanExits: [0, 'SIGINT'],
    uid: 0,
    gid: 0,
    prepare() {},
    maxLogBytes: Infinity,
    ready: [tcp({ port: 'http' }), http('/', { status: '2xx' }), logLine(/x/), completed(), () => true],
  })
  processService({ command: 'node', cwd: new URL('file:///tmp'), ports: ['a', 'b'] })
  processService(any({ command: 'node', args: ['x.js', 8080], env: { PORT: 8080 } }))
  taskService({ ...all, run() {}, intervalMs: Infinity, onError: 'continue', readyAfterFirst: true })
  threadService(any({ ...all, module: new URL('file:///x.ts'), data: null, env: {}, execArgv: [], resourceLimits: {} }))
  localNode({ host: '127.0.0.2' })
  localCluster({ size: 2 })
})

test('a subclass may have options of its own; those of ours are checked all the same', () => {
  class Store extends ProcessService {
    constructor(options: object) {
      super({ command: 'store', ...options })
    }
  }
  expect(() => new Store({ port: 1, seed: 'x' })).not.toThrow()
  expect(() => new Store({ args: 'x' })).toThrow('Service "Store": args has to be')
})

test.for<[make: () => unknown, problem: RegExp]>([
  [() => tcp(any({ prot: 1 })), /^tcp\(.*\): "prot" is no option of .*: "port" is meant/],
  [() => tcp(any({ host: 5 })), /host has to be a literal address; it is 5/],
  [() => http('/', any({ headers: 'x' })), /headers has to be an object of strings/],
  [() => http('/', any({ https: { rejectUnauthorised: false } })), /https has to be true, false or an object/],
  [() => http(any(undefined)), /the path must begin with "\/"/],
  [() => http('/', any({ expect: 200 })), /"expect" is no option of/],
  [() => logLine(/x/, any({ group: ['a'] })), /"group" is no option of .*: "groups" is meant/],
  [() => logLine(/x/, any({ stream: 'both' })), /stream has to be 'stdout' or 'stderr'/],
  [() => logLine(/x/, any({ groups: 'a' })), /groups has to be an array of names/],
  [() => logLine(/x/, any(null)), /have to be an object; they are null/],
  [() => logLine(any('ready')), /^logLine\('ready'\): the pattern has to be a regular expression, such as/],
  [() => logLine(any(undefined)), /^logLine\(\): the pattern has to be a regular expression, such as/],
  [() => message(any('warm')), /^message\('warm'\): the predicate has to be a function/],
])('a probe refuses what is wrong when it is made', ([make, problem]) => {
  expect(make).toThrow(problem)
})

test('what a function of the address returned is checked, and a command may not be left out', () => {
  expect(() => checkReturned('command', undefined, 'store')).toThrow(
    'Service "store": command has to be an executable, without its arguments (those go into args); it is undefined (returned by its function).',
  )
  expect(() => checkReturned('args', 'x', 'store')).toThrow('it is "x" (returned by its function)')
  expect(() => checkReturned('cwd', undefined, 'store')).not.toThrow()
})
