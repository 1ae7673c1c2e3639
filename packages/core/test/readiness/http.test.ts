import { createServer as createPlainHttp2Server } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { askNetwork } from '@curfew/protocol'
import { http } from '../../src/readiness/http.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { ListenerProcess } from './child.ts'
import { testContext } from './context.ts'
import { certificate } from './fixtures/certificate.ts'
import { freePort, httpServer, listenTill, tcpServer } from './servers.ts'

test('404 and then 200: ready with the 200, and the 404 is told with the begin of its body', async () => {
  let requests = 0
  const port = await httpServer((_request, response) => {
    response.statusCode = ++requests < 4 ? 404 : 200
    response.end(' no route\n yet ')
  })
  const context = testContext({ port })
  await waitTillReady(http('/health'), context)
  expect(requests).toBe(4)
  expect(context.observations).toContain('status 404 Not Found ("no route yet") to GET /health, expected 200–399')
})

test('it asks by GET, closes its connection, and sends path, headers and host as given', async () => {
  const seen = Promise.withResolvers<unknown>()
  const port = await httpServer((request, response) => {
    const { method, url, headers } = request
    seen.resolve({ method, url, host: headers.host, connection: headers.connection, token: headers['x-token'] })
    response.writeHead(method === 'GET' ? 204 : 405).end()
  })
  await waitTillReady(http('/ready?deep=1', { headers: { 'x-token': 'abc' } }), testContext({ port }))
  const expected = { method: 'GET', url: '/ready?deep=1', host: `127.0.0.1:${port}`, connection: 'close', token: 'abc' }
  expect(await seen.promise).toEqual(expected)
})

test('HEAD where it is asked for', async () => {
  const methods: (string | undefined)[] = []
  const port = await httpServer((request, response) => {
    methods.push(request.method)
    response.end('body')
  })
  await waitTillReady(http('/', { method: 'HEAD' }), testContext({ port }))
  expect(methods).toEqual(['HEAD'])
})

test.each([
  [undefined, { 199: false, 200: true, 302: true, 399: true, 400: false }],
  [401, { 200: false, 401: true }],
  ['2xx', { 200: true, 299: true, 300: false }],
  [['4xx', 204], { 200: false, 204: true, 404: true }],
  [(status: number) => status === 418, { 200: false, 418: true }],
] as const)('status %s', async (status, statuses) => {
  for (const [answer, isReady] of Object.entries(statuses)) {
    if (answer.startsWith('1')) continue // Node's server cannot end with an interim status.
    const port = await httpServer((_request, response) => response.writeHead(Number(answer)).end())
    const context = testContext({ port })
    const waiting = waitTillReady(http('/', status === undefined ? {} : { status }), {
      ...context,
      saw(observation) {
        if (observation.startsWith('status')) context.abort(new Error(observation))
      },
    })
    if (isReady) await waiting
    else await expect(waiting).rejects.toThrow(`status ${answer}`)
  }
})

test('an interim answer is not the answer', async () => {
  const port = await httpServer((_request, response) => {
    response.writeProcessing()
    response.end('ok')
  })
  await waitTillReady(http('/', { status: 200 }), testContext({ port }))
})

test('an endless body does not hold it back', async () => {
  const port = await httpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
  })
  await waitTillReady(http('/events'), testContext({ port }))
})

test('connections that are accepted and forgotten do not block: a later attempt is answered', async () => {
  const sockets: Socket[] = []
  let stillOpen: readonly boolean[] = []
  const port = await httpServer((request, response) => {
    sockets.push(request.socket)
    if (sockets.length < 3) return
    stillOpen = sockets.map(({ destroyed }) => !destroyed)
    response.end('ok')
  })
  const context = testContext({ port })
  await waitTillReady(http('/health'), context)
  // Neither of the first two was given up before the third was made.
  expect(stillOpen).toEqual([true, true, true])
  expect(context.observations).toContain(`connected to 127.0.0.1:${port}, no answer to GET /health yet`)
})

test('a slow answer counts, whatever overtakes it meanwhile', async () => {
  let requests = 0
  const port = await httpServer((_request, response) => {
    // Only the first request is ever answered, when four others have begun and one of them was given up.
    if (++requests === 1) setTimeout(() => response.end('ok'), 3_000)
  })
  await waitTillReady(http('/'), testContext({ port }))
  expect(requests).toBe(5)
})

test('what is not HTTP is told', async () => {
  const port = await tcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
  const context = testContext({ port })
  const waiting = waitTillReady(http('/'), {
    ...context,
    saw: (observation) => observation.startsWith('no HTTP') && context.abort(new Error(observation)),
  })
  await expect(waiting).rejects.toThrow(/^no HTTP answer from 127\.0\.0\.1:\d+: Parse Error: Expected HTTP/)
})

test('a foreign process on the port fails the start at once and is named, even if it never answers', async () => {
  const port = await tcpServer((socket) => socket.resume())
  const holder = { pid: 4711, command: 'node other.js' }
  const context = testContext({ port, portHolder: async () => ({ state: 'foreign', holder }) })
  const failure = await waitTillReady(http('/health'), context).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'CURFEW_PORT_FOREIGN', port, holder, probe: "http('/health')" })
})

test('the right answer does not count while nobody of ours holds the port', async () => {
  const port = await httpServer((_request, response) => response.end('ok'))
  let asked = 0
  const context = testContext({
    port,
    portHolder: async () => (++asked < 3 ? { state: 'none' } : { state: 'ours', pid: 1 }),
  })
  await waitTillReady(http('/'), context)
  expect(asked).toBe(3)
})

test('a server that only bound ::1 is told', async () => {
  const child = new ListenerProcess()
  const port = await freePort('::1')
  await child.listen({ port, host: '::1', afterMs: 0 })
  const context = testContext({ port })
  const waiting = waitTillReady(http('/'), {
    ...context,
    saw: (observation) => observation.includes('[::1]') && context.abort(new Error(observation)),
  })
  await expect(waiting).rejects.toThrow(`but something listens at [::1]:${port}`)
})

test('https: a certificate that is not trusted is told; it is trusted where the options say so', async () => {
  const server = createTlsServer(certificate, (_request, response) => response.end('ok'))
  const port = await listenTill(server, '127.0.0.1', 0)
  const context = testContext({ port })
  const refused = waitTillReady(http('/', { https: true }), {
    ...context,
    saw: (observation) => observation.startsWith('no HTTP') && context.abort(new Error(observation)),
  })
  await expect(refused).rejects.toThrow('self-signed certificate')
  await waitTillReady(http('/', { https: { rejectUnauthorized: false } }), testContext({ port }))
  const trusted = {
    path: '/',
    method: 'GET',
    headers: {},
    tls: { alsoCa: [certificate.cert], servername: 'localhost' },
  }
  const answer = await askNetwork({ host: '127.0.0.1', port, http: trusted }, { signal: new AbortController().signal })
  expect(answer).toMatchObject({ http: { status: 200 } })
  await waitTillReady(http('/', { https: { ca: certificate.cert, servername: 'localhost' } }), testContext({ port }))
})

test('what cannot be right is refused at declaration', () => {
  expect(() => http('http://localhost/health')).toThrow('the path must begin with "/"')
  expect(() => http('/gesund heit')).toThrow('must be escaped')
  expect(() => http('/', { method: 'get' })).toThrow('method is "get"')
  expect(() => http('/', { headers: { 'x token': '1' } })).toThrow('the header "x token" has a name or a value')
  expect(() => http('/', { headers: { token: 'a\nb' } })).toThrow('the header "token"')
  expect(() => http('/', { status: [] })).toThrow('status is an empty list')
  expect(() => http('/', { status: 2000 })).toThrow('status is 2000')
})

test('it is described as written, without header values', () => {
  const probe = http('/health', { status: [200, '3xx'], port: 'admin', headers: { authorization: 'secret' } })
  expect(probe.description).toBe("http('/health', { status: [200, '3xx'], port: 'admin' })")
})

const other = {
  'TLS where plain HTTP was asked for': [
    () => listenTill(createTlsServer(certificate), '127.0.0.1', 0),
    http('/'),
    /if it speaks TLS: https: true|for TLS, https: true/,
  ],
  'plain HTTP where TLS was asked for': [
    () => httpServer((_request, response) => response.end()),
    http('/', { https: true }),
    /it speaks plain HTTP: leave https out/,
  ],
  'HTTP/2 without TLS': [
    () => listenTill(createPlainHttp2Server(), '127.0.0.1', 0),
    http('/'),
    /For HTTP\/2 without TLS \(h2c\) use tcp\(\) or logLine\(\)/,
  ],
} as const

test.each(Object.entries(other))(
  'a server that speaks %s: what was seen says what to change',
  async (_, [listen, probe, says]) => {
    const context = testContext({ port: await listen() })
    const waiting = waitTillReady(probe, {
      ...context,
      saw(observation) {
        if (says.test(observation)) context.abort(new Error(observation))
      },
    })
    await expect(waiting).rejects.toThrow(says)
  },
)
