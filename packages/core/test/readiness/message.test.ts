import { expect, test } from 'vitest'
import { message } from '../../src/readiness/message.ts'
import { waitTillReady } from '../../src/readiness/wait.ts'
import { testContext } from './context.ts'

test('ready with the first message', async () => {
  const context = testContext()
  const ready = waitTillReady(message(), context)
  expect(context.observations).toEqual(['no message yet'])
  context.tellMessage(undefined)
  await ready
  expect(context.listenerCount()).toBe(0)
})

test('ready with the first message that the predicate is true for; what it throws is told', async () => {
  const context = testContext()
  const ready = waitTillReady(
    message((sent) => (sent as { type: string }).type === 'ready'),
    context,
  )
  context.tellMessage(null)
  context.tellMessage({ type: 'progress' })
  context.tellMessage({ type: 'ready' })
  await ready
  expect(context.observations).toEqual([
    'no message yet',
    "the predicate threw for message 1: Cannot read properties of null (reading 'type')",
    '2 messages, none of which is the expected one',
  ])
})
