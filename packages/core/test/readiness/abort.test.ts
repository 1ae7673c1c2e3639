import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { systemClock, type Clock } from '@curfew/protocol'
import { http } from '../../src/readiness/http.ts'
import { logLine } from '../../src/readiness/log-line.ts'
import { message } from '../../src/readiness/message.ts'
import type { ReadinessOption } from '../../src/readiness/readiness.ts'
import { tcp } from '../../src/readiness/tcp.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { testContext, type TestContext } from './context.ts'
import { freePort, httpServer, tcpServer } from './servers.ts'

const neverHolds = async (): Promise<{ state: 'none' }> => ({ state: 'none' })

const waits: readonly [string, ReadinessOption, () => Promise<number>, ((context: TestContext) => boolean)?][] = [
  ['tcp, refused', tcp(), freePort],
  ['tcp, never ours', tcp(), () => tcpServer((socket) => socket.resume())],
  ['http, refused', http('/'), freePort],
  ['http, never ours', http('/'), () => httpServer((_request, response) => response.end('ok'))],
  ['http, silent', http('/'), () => tcpServer((socket) => socket.resume())],
  [
    'http, endless body',
    http('/', { status: 201 }),
    () => httpServer((_request, response) => void response.write('x')),
  ],
  ['http, silent over TLS', http('/', { https: true }), () => tcpServer((socket) => socket.resume())],
  ['logLine', logLine(/x/), freePort],
  ['message', message(), freePort],
  ['function', () => false, freePort],
  ['all', [tcp(), http('/'), logLine(/x/), message(), () => false], () => tcpServer((socket) => socket.resume())],
]

test.each(waits)('%s: an abort ends it at once, and nothing stays open', async (name, probe, makePort) => {
  const port = await makePort()
  const clock = new CountingClock()
  const context = testContext({ port, portHolder: neverHolds, clock })
  const before = clientSockets(port)
  expect(before).toBe(0)
  const waiting = waitTillReady(probe, context)
  // A silent attempt is overtaken after 250 ms: two are then open.
  await new Promise((resolve) => setTimeout(resolve, name.includes('silent') || name === 'all' ? 300 : 80))
  context.abort(new Error('over'))
  const seen = context.observations.length
  await expect(waiting).rejects.toThrow('over')
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(clientSockets(port)).toBe(0)
  expect(clock.pending).toBe(0)
  expect(context.listenerCount()).toBe(0)
  expect(context.observations.length).toBe(seen)
})

test.each<[string, ReadinessOption, RequestListener]>([
  ['tcp', tcp(), (_request, response) => response.end('ok')],
  ['http', http('/'), (_request, response) => response.end('ok')],
  ['http, endless body', http('/'), (_request, response) => void response.write('x')],
  ['both', [tcp(), http('/')], (_request, response) => response.end('ok')],
])('%s: nothing stays open when it is ready', async (_name, probe, onRequest) => {
  const port = await httpServer(onRequest)
  const clock = new CountingClock()
  await waitTillReady(probe, testContext({ port, clock }))
  expect(clock.pending).toBe(0)
  expect(clientSockets(port)).toBe(0)
})

test('an attempt that is silent leaves open what can be seen here: the control of the tests above', async () => {
  const port = await tcpServer((socket) => socket.resume())
  const context = testContext({ port })
  const waiting = waitTillReady(http('/'), context)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(clientSockets(port)).toBe(2)
  context.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
})

test('an abort that came before it began is obeyed', async () => {
  const context = testContext({ port: await freePort() })
  context.abort(new Error('over'))
  for (const [, probe] of waits) await expect(waitTillReady(probe, context)).rejects.toThrow('over')
  expect(context.observations).toEqual([])
})

/** Open sockets of this process that are clients of that port. */
function clientSockets(port: number): number {
  // The list of handles is how Node itself tells what keeps it alive.
  const handles = (process as unknown as { _getActiveHandles(): readonly object[] })._getActiveHandles()
  return handles.filter((handle) => {
    const { remotePort, destroyed } = handle as { remotePort?: number; destroyed?: boolean }
    return remotePort === port && destroyed === false
  }).length
}

/** The system's clock, with a count of the timers that are neither over nor cancelled. */
class CountingClock implements Clock {
  readonly #open = new Set<object>()

  get pending(): number {
    return this.#open.size
  }

  nowMs(): number {
    return systemClock.nowMs()
  }

  after(delayMs: number, callback: () => void): { cancel(): void } {
    const key = {}
    this.#open.add(key)
    const timer = systemClock.after(delayMs, () => {
      this.#open.delete(key)
      callback()
    })
    return {
      cancel: () => {
        this.#open.delete(key)
        timer.cancel()
      },
    }
  }
}
