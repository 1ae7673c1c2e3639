import path from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))

/** Packages that mock the network of a process, for the `node_modules` of a suite: the name there, and the folder that it is. */
export const networkMocks: Readonly<Record<string, string>> = Object.fromEntries(
  ['msw', 'msw2', 'nock', 'nock13', 'nock14'].map((name) => [name, path.join(modules, name)]),
)

/** A way to mock the network, as a test file has it. */
export interface NetworkMock {
  readonly title: string
  /** What the file imports for it. @default nothing */
  readonly imports?: string
  /** Whether Jest cannot load it, or what it needs, as CommonJS. @default false */
  readonly isEsmOnly?: true
  /** Turns it on; `note` takes what it complains of. */
  readonly on: string
  /** Turns it off again. */
  readonly off: string
}

const msw = (name: string, only: Pick<NetworkMock, 'isEsmOnly'> = {}): readonly NetworkMock[] => {
  const imports = `import { setupServer } from '${name}/node'\nimport { http as mocked, HttpResponse } from '${name}'`
  const on = (handlers: string, policy: string): string =>
    `const server = setupServer(${handlers}); server.listen({ onUnhandledRequest: ${policy} })`
  const off = 'server.close()'
  return [
    { title: `${name}, which refuses what it does not know`, on: on('', `'error'`) },
    {
      title: `${name}, which tells of what it does not know`,
      on: on('', `(request: any) => { note('unhandled ' + request.url) }`),
    },
    {
      title: `${name}, which answers for the service`,
      on: on(`mocked.get('*/health', () => { note('mocked'); return new HttpResponse('by a mock') })`, `'bypass'`),
    },
  ].map((mock) => ({ ...mock, ...only, imports, off }))
}

const nock = (name: string, only: Pick<NetworkMock, 'isEsmOnly'> = {}): readonly NetworkMock[] =>
  [
    { title: `${name}, which mocks another host`, on: `nock('http://example.test').get('/x').reply(200)` },
    { title: `${name}, which lets nothing connect`, on: `nock.disableNetConnect()` },
  ].map((mock) => ({
    ...mock,
    ...only,
    imports: `import nock from '${name}'`,
    off: `nock.cleanAll(); nock.enableNetConnect(); nock.restore()`,
  }))

/** Real mocks, and a patch by hand of all that there is. */
export const mocksOfNetwork: readonly NetworkMock[] = [
  ...msw('msw', { isEsmOnly: true }),
  ...msw('msw2', { isEsmOnly: true }),
  ...nock('nock', { isEsmOnly: true }),
  ...nock('nock13'),
  ...nock('nock14'),
  {
    title: 'a patch of everything',
    on: `
      const refuse = () => { throw new Error('no network in unit tests') }
      const undo: (() => void)[] = []
      for (const [name, keys] of [['net', ['connect', 'createConnection']], ['http', ['request', 'get']], ['tls', ['connect']], ['https', ['request', 'get']]] as const) {
        const module: any = process.getBuiltinModule('node:' + name)
        for (const key of keys) { const own = module[key]; module[key] = refuse; undo.push(() => { module[key] = own }) }
      }
      const { Socket } = process.getBuiltinModule('node:net')
      const own = Socket.prototype.connect
      // Sockets of the system are how a worker talks to the supervisor, and to its runner.
      Socket.prototype.connect = function (this: any, ...args: any[]) {
        const [first] = args.flat()
        return typeof first === 'string' || first?.path !== undefined ? own.apply(this, args as never) : refuse()
      }
      const ownFetch = globalThis.fetch
      globalThis.fetch = refuse
      undo.push(() => { Socket.prototype.connect = own; globalThis.fetch = ownFetch })`,
    off: `for (const one of undo) one()`,
  },
]

/**
 * The tests of one mock, where `base` is our test and `note` takes an event, and hooks are there: it is on from the start of the file
 * to its end.
 */
export function testsUnder({ imports = '', on, off }: NetworkMock): string {
  return `${imports}
import { defineServices, http, processService, taskService, tcp } from '@curfew/core'
const program = "const server = require('http').createServer((request, response) => { console.log('asked ' + request.url); response.end('by the service') });" +
  "console.log('begins'); server.listen(Number(process.argv[1]), '127.0.0.1')"
const api = (ready: any) => processService({ command: process.execPath, args: ({ port }) => ['-e', program, String(port)], ready })
const inProcess = () => taskService({
  ready: [tcp({ port }), http('/health', { port })],
  async run({ signal }) {
    const server = process.getBuiltinModule('node:http').createServer((request, response) => { note('task asked ' + request.url); response.end() })
    server.listen(port, '127.0.0.1')
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
} as any)
let port = 0
beforeAll(async () => {
  const server = process.getBuiltinModule('node:net').createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
  await new Promise((resolve) => server.close(resolve))
})

${on}

const test = base.extend(defineServices()
  .service('byTcp', () => api(tcp()))
  .service('byHttp', () => api(http('/health')))
  .service('inProcess', inProcess)
  .service('never', () => processService({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], ready: http('/health'), startTimeoutMs: 300 })))
test('tcp', async ({ byTcp }) => { note('tcp ' + byTcp.state) })
test('http', async ({ byHttp }) => {
  const lines = await byHttp.lastLines()
  note('http ' + lines.some(({ text }) => text === 'asked /health'))
})
test('task', async ({ inProcess }) => { note('task ' + inProcess.state) })
test('never', async ({ never }) => {})
afterAll(() => { ${off} })
`
}
