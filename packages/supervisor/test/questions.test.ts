import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openOwner, openRun, supervisorPid } from './harness/test-run.ts'

const never = new AbortController().signal

async function listening(server: Server): Promise<number> {
  onTestFinished(() => {
    server.close()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const http = { path: '/health', method: 'GET', headers: { 'x-token': 'abc' }, tls: undefined }

test('a question is asked over the network, and answered with the facts', async () => {
  const { processHost } = await openOwner()
  const seen: unknown[] = []
  const answers: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url} ${String(request.headers['x-token'])}`)
    response.writeHead(503).end('not yet')
  }
  const server = createHttpServer(answers)
  const at = { host: '127.0.0.1', port: await listening(server) }
  const connected: string[] = []
  expect(await processHost.ask(at, { signal: never })).toEqual({ state: 'connected', address: '127.0.0.1' })
  const answer = await processHost.ask(
    { ...at, http },
    { signal: never, connected: (address) => connected.push(address) },
  )
  expect(answer).toEqual({
    state: 'connected',
    address: '127.0.0.1',
    http: { status: 503, statusText: 'Service Unavailable', bodyBegin: 'not yet' },
  })
  expect(connected).toEqual(['127.0.0.1'])
  expect(seen).toEqual(['GET /health abc'])
  await new Promise((resolve) => server.close(resolve))
  expect(await processHost.ask(at, { signal: never })).toEqual({ state: 'refused' })
})

test('it is the supervisor who connects', async () => {
  const { processHost, directory } = await openRun()
  // Accepted by this process: a mock of it would have to be in the other one.
  const accepted = Promise.withResolvers<Socket>()
  const at = { host: '127.0.0.1', port: await listening(createServer(accepted.resolve)) }
  const over = new AbortController()
  const asked = processHost.ask({ ...at, http }, { signal: over.signal })
  const { remotePort = 0 } = await accepted.promise
  expect(ownClients()).not.toContain(remotePort)
  expect(supervisorPid(directory)).not.toBe(process.pid)
  over.abort(new Error('over'))
  await expect(asked).rejects.toThrow('over')
})

test('a question that is given up is over at once, and its connection is closed', async () => {
  const { processHost } = await openOwner()
  const accepted = Promise.withResolvers<Socket>()
  const at = { host: '127.0.0.1', port: await listening(createServer(accepted.resolve)) }
  const over = new AbortController()
  const asked = processHost.ask({ ...at, http }, { signal: over.signal })
  const socket = await accepted.promise
  const closed = once(
    socket.resume().on('error', () => {}),
    'close',
  )
  over.abort(new Error('over'))
  await expect(asked).rejects.toThrow('over')
  await closed
  await expect(processHost.ask(at, { signal: over.signal })).rejects.toThrow('over')
})

test('what an owner that is gone had asked is given up', async () => {
  const { processHost } = await openRun()
  const accepted = Promise.withResolvers<Socket>()
  const at = { host: '127.0.0.1', port: await listening(createServer(accepted.resolve)) }
  const asked = processHost.ask({ ...at, http }, { signal: never })
  asked.catch(() => {})
  const socket = await accepted.promise
  const closed = once(
    socket.resume().on('error', () => {}),
    'close',
  )
  await processHost.close()
  await closed
  await expect(asked).rejects.toThrow()
})

/** Ports of the open sockets of this process. */
function ownClients(): readonly number[] {
  const handles = (process as unknown as { _getActiveHandles(): readonly object[] })._getActiveHandles()
  return handles.flatMap((handle) => {
    const { localPort } = handle as { localPort?: number }
    return localPort === undefined ? [] : [localPort]
  })
}
