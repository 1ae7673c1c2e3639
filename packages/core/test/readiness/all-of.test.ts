import { expect, test } from 'vitest'
import { allOf } from '../../src/readiness/all-of.ts'
import { completed } from '../../src/readiness/completed.ts'
import { logLine } from '../../src/readiness/log-line.ts'
import { message } from '../../src/readiness/message.ts'
import { tcp } from '../../src/readiness/tcp.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { testContext } from './context.ts'
import { freePort, tcpServer } from './servers.ts'

test('all wait at the same time, ready with the last, and what they find is merged', async () => {
  const port = await tcpServer((socket) => socket.resume())
  const context = testContext({ port })
  let isReady = false
  const ready = waitTillReady(
    [
      logLine(/a=(?<a>\d)/, { groups: ['a'] }),
      logLine(/b=(?<b>\d)/, { groups: ['b'] }),
      tcp(),
      message(),
      () => isReady,
    ],
    context,
  )
  context.tellLine('b=2')
  context.tellMessage('x')
  context.tellLine('a=1')
  isReady = true
  expect(await ready).toEqual({ a: '1', b: '2' })
  expect(context.listenerCount()).toBe(0)
})

test('the observation tells of each that is not ready yet', async () => {
  const context = testContext()
  const waiting = waitTillReady([logLine(/up/), message(), logLine(/done/)], context)
  context.tellLine('up')
  await new Promise(setImmediate)
  expect(context.observations.at(-1)).toBe(
    'message(): no message yet; logLine(/done/): no line matches, of 1; the last is "up"',
  )
  context.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
})

test('the first failure is thrown, and aborts the others', async () => {
  const context = testContext({ port: await freePort() })
  const signals: AbortSignal[] = []
  const failing = waitTillReady(
    [
      { description: 'broken', wait: () => Promise.reject(new Error('broken for good')) },
      tcp(),
      logLine(/x/),
      async ({ signal }) => {
        signals.push(signal)
        return new Promise(() => {})
      },
    ],
    context,
  )
  await expect(failing).rejects.toThrow('broken for good')
  expect(signals.map((signal) => signal.aborted)).toEqual([true])
  expect(context.signal.aborted).toBe(false)
  const seen = context.observations.length
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(context.observations.length).toBe(seen)
  expect(context.listenerCount()).toBe(0)
})

test('the methods of a context that is an instance of a class are kept', async () => {
  const context = testContext()
  class Target {
    #line = 'ready'
    readonly serviceName = 'api'
    readonly host = '127.0.0.1'
    readonly port = undefined
    readonly ports = {}
    readonly clock = context.clock
    readonly signal = context.signal
    readonly ask = context.ask
    saw(): void {}
    onLine(listener: Parameters<typeof context.onLine>[0]): () => void {
      listener({ stream: 'stdout', text: this.#line, timeMs: 0 })
      return () => {}
    }
    onMessage(): () => void {
      return () => {}
    }
    async portHolder(): Promise<undefined> {}
  }
  await waitTillReady([logLine(/ready/), () => true], new Target())
})

test('one is itself; nothing is ready; one that expects the exit makes the whole expect it', async () => {
  const one = tcp()
  expect(allOf(one)).toBe(one)
  expect(allOf([one])).toBe(one)
  await waitTillReady([], testContext())
  const all = allOf([completed(), logLine(/migrated (?<count>\d+)/, { groups: ['count'] }), function seeded() {}])
  expect(all).toMatchObject({
    description: 'completed() and logLine(/migrated (?<count>\\d+)/) and function seeded',
    expectsExit: true,
    groups: ['count'],
  })
  expect(allOf([one, message()]).expectsExit).toBe(false)
})

test('two that find the same name are refused', () => {
  const probe = (): ReturnType<typeof logLine<['port']>> => logLine(/(?<port>\d)/, { groups: ['port'] })
  expect(() => allOf([probe(), probe()])).toThrow('find the same group: port')
})
