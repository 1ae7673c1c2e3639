import { expect, test } from 'vitest'
import { systemClock, type Clock } from '@curfew/protocol'
import { CannotBecomeReadyError } from '../../src/errors/readiness-errors.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { testContext } from './context.ts'
import { freePort } from './servers.ts'

test('false is asked again, with delays that grow; anything else is ready', async () => {
  const delaysMs: number[] = []
  const clock: Clock = {
    nowMs: () => systemClock.nowMs(),
    after(delayMs, callback, options) {
      delaysMs.push(delayMs)
      return systemClock.after(delayMs, callback, options)
    },
  }
  let calls = 0
  await waitTillReady(async () => ++calls === 8, testContext({ clock }))
  expect(delaysMs).toEqual([0, 1, 2, 3, 4, 5, 6].map((call) => 2 * 1.5 ** call))
  await waitTillReady(() => {}, testContext())
})

test('a throw means not yet, and what it says with its causes is told', async () => {
  const port = await freePort()
  const context = testContext()
  let calls = 0
  await waitTillReady(async function ping() {
    if (++calls === 1) await fetch(`http://127.0.0.1:${port}/`)
    if (calls === 2) throw new AggregateError([new Error('one'), new Error('two')])
  }, context)
  expect(context.observations).toEqual([
    'has not returned yet',
    `threw fetch failed: connect ECONNREFUSED 127.0.0.1:${port} (call 1)`,
    'threw one, two (call 2)',
  ])
})

test('CannotBecomeReadyError fails at once, naming service and function', async () => {
  const cause = new CannotBecomeReadyError('the licence is missing')
  const failing = waitTillReady(function licensed() {
    throw cause
  }, testContext())
  await expect(failing).rejects.toMatchObject({
    code: 'CURFEW_CANNOT_BECOME_READY',
    message: 'Service "api" cannot become ready, says function licensed: the licence is missing',
    cause,
  })
})

test('it is never called while an earlier call runs', async () => {
  let running = 0
  let most = 0
  let calls = 0
  await waitTillReady(async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 300))
    running--
    return ++calls === 2
  }, testContext())
  expect(most).toBe(1)
})

test('an abort is not held up by a probe of the user that does not listen to the signal', async () => {
  const context = testContext()
  const waiting = waitTillReady({ description: 'deaf', wait: () => new Promise(() => {}) }, context)
  context.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
})

test('an abort is not held up by a function that never returns, and it is not called again', async () => {
  const context = testContext()
  let calls = 0
  const waiting = waitTillReady(() => {
    calls++
    return new Promise<boolean>(() => {})
  }, context)
  context.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
  expect(calls).toBe(1)
})
