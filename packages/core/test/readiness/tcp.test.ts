import { expect, test } from 'vitest'
import { tcp } from '../../src/readiness/tcp.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { ListenerProcess } from './child.ts'
import { testContext } from './context.ts'
import { freePort, tcpServer } from './servers.ts'

test('a service that listens is ready, and the connection is not kept', async () => {
  const closed = Promise.withResolvers<void>()
  const port = await tcpServer((socket) => socket.on('close', () => closed.resolve()).resume())
  await waitTillReady(tcp(), testContext({ port }))
  await closed.promise
})

test('a service that listens later is ready then; until then the refusal is told', async () => {
  const port = await freePort()
  const context = testContext({ port })
  const child = new ListenerProcess()
  const listening = child.listen({ port, afterMs: 30 })
  await waitTillReady(tcp(), context)
  await listening
  expect(context.observations).toContain(`connection refused at 127.0.0.1:${port}`)
})

test('a port is given by its name or number, and a host as a literal address', async () => {
  const port = await tcpServer((socket) => socket.resume(), '127.0.0.3')
  await waitTillReady(
    tcp({ port: 'admin' }),
    testContext({ host: '127.0.0.3', port: 1, ports: { main: 1, admin: port } }),
  )
  await waitTillReady(tcp({ port, host: '127.0.0.3' }), testContext())
})

test('a port that the service does not have fails at once, naming those that it has', async () => {
  const context = testContext({ port: 1, ports: { main: 1, admin: 2 } })
  await expect(waitTillReady(tcp({ port: 'amdin' }), context)).rejects.toMatchObject({
    code: 'CURFEW_BAD_OPTION',
    message: expect.stringContaining('no port named "amdin" (it has main, admin)'),
  })
  await expect(waitTillReady(tcp(), testContext())).rejects.toThrow('tcp() of service "api": the service has no port')
  expect(() => tcp({ port: 70_000 })).toThrow('tcp({ port: 70000 }): port is 70000')
})

test('a foreign process on the port fails the start at once and is named', async () => {
  const foreign = new ListenerProcess()
  const port = await freePort()
  await foreign.listen({ port, afterMs: 0 })
  const holder = { pid: foreign.pid, command: 'node listener.mjs', cwd: '/elsewhere' }
  const context = testContext({ port, portHolder: async () => ({ state: 'foreign', holder }) })
  const failure = await waitTillReady(tcp(), context).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    code: 'CURFEW_PORT_FOREIGN',
    service: 'api',
    host: '127.0.0.1',
    port,
    holder,
    probe: 'tcp()',
  })
  expect((failure as Error).message).toContain(`pid ${foreign.pid} (node listener.mjs) in /elsewhere`)
  expect((failure as Error).message).toContain(`answers at 127.0.0.1:${port}`)
})

test('a holder that the system does not name is refused as well', async () => {
  const port = await tcpServer((socket) => socket.resume())
  const context = testContext({ port, portHolder: async () => ({ state: 'foreign', holder: null }) })
  await expect(waitTillReady(tcp(), context)).rejects.toThrow('does not name')
})

test('it is not ready while nobody holds the port, nor while it cannot be asked who does', async () => {
  const port = await tcpServer((socket) => socket.resume())
  const answers = [
    async () => ({ state: 'none' }) as const,
    async () => Promise.reject(new Error('supervisor away')),
    async () => ({ state: 'ours', pid: 1 }) as const,
  ]
  const asked: string[] = []
  const context = testContext({
    port,
    portHolder: (host, at) => {
      asked.push(`${host}:${at}`)
      return answers.shift()!()
    },
  })
  await waitTillReady(tcp(), context)
  expect(asked).toEqual(Array.from({ length: 3 }, () => `127.0.0.1:${port}`))
  expect(context.observations).toEqual([
    `connecting to 127.0.0.1:${port}`,
    `connected to 127.0.0.1:${port}, but nobody listens there any more`,
    `connected to 127.0.0.1:${port}, but who listens there could not be asked: supervisor away`,
  ])
})

test('a server that has bound ::1 only is not ready, and that is what was seen', async () => {
  const port = await tcpServer((socket) => socket.resume(), '::1')
  const context = testContext({
    port,
    portHolder: async (host) => ({ state: host === '::1' ? 'ours' : 'none', pid: 1 }),
  })
  await sawThenAbort(context, tcp(), 'the service listens at [::1]')
  expect(context.observations.at(-1)).toBe(
    `connection refused at 127.0.0.1:${port}, but the service listens at [::1]:${port}: have the service bind its own address, 127.0.0.1`,
  )
})

test('a server of a node that has bound 127.0.0.1 is told; what a stranger has bound there is not', async () => {
  const port = await tcpServer((socket) => socket.resume())
  const unknown = testContext({ host: '127.0.0.7', port })
  await sawThenAbort(unknown, tcp(), `but something listens at 127.0.0.1:${port}`)
  const asked = Promise.withResolvers<void>()
  const foreign = testContext({
    host: '127.0.0.7',
    port,
    portHolder: async () => {
      setImmediate(asked.resolve)
      return { state: 'foreign', holder: null }
    },
  })
  const waiting = waitTillReady(tcp(), foreign)
  await asked.promise
  foreign.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
  expect(new Set(foreign.observations)).toEqual(
    new Set([`connecting to 127.0.0.7:${port}`, `connection refused at 127.0.0.7:${port}`]),
  )
})

/** Waits until an observation has this part, then ends the wait. */
async function sawThenAbort(
  context: ReturnType<typeof testContext>,
  probe: ReturnType<typeof tcp>,
  part: string,
): Promise<void> {
  const seen = Promise.withResolvers<void>()
  const saw = (observation: string): void => {
    context.saw(observation)
    if (observation.includes(part)) seen.resolve()
  }
  const waiting = waitTillReady(probe, { ...context, saw })
  await Promise.race([seen.promise, waiting])
  context.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
}

test('a server that listens at a port of its own is said to, with what to change', async () => {
  const context = testContext({
    port: 9,
    ports: { main: 9, admin: 4001 },
    portHolder: async () => ({ state: 'none', instead: ['127.0.0.1:4001', '0.0.0.0:38999', '[::]:9229'] }),
  })
  await sawThenAbort(context, tcp(), 'the service listens at')
  expect(context.observations.at(-1)).toBe(
    'connection refused at 127.0.0.1:9, but the service listens at 0.0.0.0:38999, [::]:9229: ' +
      'hand it its port (args or env: ({ ports }) => ports.main), or fix the port: ports: { main: 38999 }',
  )
})

test('a server that listens only at its other ports is not said to be elsewhere', async () => {
  let looks = 0
  const context = testContext({
    port: 9,
    ports: { main: 9, admin: 4001 },
    portHolder: async () => {
      if (++looks === 3) context.abort()
      return { state: 'none', instead: ['127.0.0.1:4001'] }
    },
  })
  await expect(waitTillReady(tcp(), context)).rejects.toThrow()
  expect(new Set(context.observations)).toEqual(
    new Set(['connecting to 127.0.0.1:9', 'connection refused at 127.0.0.1:9']),
  )
})
