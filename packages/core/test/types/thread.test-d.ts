import type { Transferable } from 'node:worker_threads'
import type { Logger } from 'pino'
import { expectTypeOf, test } from 'vitest'
import { logLine } from '../../src/readiness/log-line.ts'
import { ThreadService, threadService } from '../../src/service/thread-service.ts'
import { defineThread, type ThreadBody, type ThreadContext } from '../../src/thread.ts'
import type * as load from './fixtures/threads/load.ts'
import type { Command, Stats } from './fixtures/threads/load.ts'
import type * as plainFunction from './fixtures/threads/plain-function.ts'
import type * as script from './fixtures/threads/script.ts'
import type * as withoutData from './fixtures/threads/without-data.ts'

type Load = typeof load
type PlainFunction = typeof plainFunction
type WithoutData = typeof withoutData
type Script = typeof script

test('the type of its module types the data and the messages of a thread', () => {
  const service = threadService<Load>({ module: './load.ts', data: { url: 'http://127.0.0.1' } })
  expectTypeOf(service).toEqualTypeOf<ThreadService<{ url: string; rate?: number }, Command, Stats>>()
  expectTypeOf(service.post).parameter(0).toEqualTypeOf<Command>()
  expectTypeOf(service.post).parameter(1).toEqualTypeOf<readonly Transferable[] | undefined>()
  service.onMessage((message) => expectTypeOf(message).toEqualTypeOf<Stats>())
  service.post('pause')
  // @ts-expect-error no such command
  service.post('resume')
})

test('wrong or missing data does not compile', () => {
  // @ts-expect-error misspelt
  threadService<Load>({ module: './load.ts', data: { uri: 'http://127.0.0.1' } })
  // @ts-expect-error of another type
  threadService<Load>({ module: './load.ts', data: { url: 80 } })
  // @ts-expect-error one field too many
  threadService<Load>({ module: './load.ts', data: { url: 'http://127.0.0.1', rates: 3 } })
  // @ts-expect-error missing
  threadService<Load>({ module: './load.ts' })
  // @ts-expect-error no module
  threadService<Load>({ data: { url: 'http://127.0.0.1' } })
  // @ts-expect-error it takes none
  threadService<WithoutData>({ module: './without-data.ts', data: 1 })
  threadService<WithoutData>({ module: './without-data.ts' })
})

test('a plain function is read as well; where nothing is known, everything goes', () => {
  const counter = threadService<PlainFunction>({ module: './plain-function.ts', data: new Map([['a', 1]]) })
  expectTypeOf(counter.post).parameter(0).toEqualTypeOf<string>()
  // @ts-expect-error of another type
  threadService<PlainFunction>({ module: './plain-function.ts', data: new Map([['a', 'b']]) })
  for (const service of [
    threadService<Script>({ module: './script.ts', data: 1 }),
    threadService({ module: './script.ts' }),
  ]) {
    expectTypeOf(service.post).parameter(0).toEqualTypeOf<unknown>()
    service.onMessage((message) => expectTypeOf(message).toEqualTypeOf<unknown>())
  }
})

test('the groups of its readiness are typed', () => {
  const service = threadService<Script, 'port'>({
    module: './script.ts',
    ready: logLine(/(?<port>\d+)/, { groups: ['port'] }),
  })
  expectTypeOf(service.groups).toEqualTypeOf<Readonly<Record<'port', string>>>()
})

test('a subclass is typed by its parameters', () => {
  class Feed extends ThreadService<{ topic: string }, 'flush', number> {
    constructor(topic: string) {
      super({ module: './feed.ts', data: { topic } })
    }
  }
  expectTypeOf<Feed['post']>().parameter(0).toEqualTypeOf<'flush'>()
  // @ts-expect-error misspelt
  const wrong = new ThreadService<{ topic: string }>({ module: './feed.ts', data: { topics: 'a' } })
  expectTypeOf(wrong.onMessage).toBeFunction()
})

test('inside the module, the context has the types', () => {
  const body = defineThread<{ url: string }, Command, Stats>(
    ({ data, messages, onMessage, post, signal, log, sleep }) => {
      expectTypeOf(data).toEqualTypeOf<{ url: string }>()
      expectTypeOf(messages).toEqualTypeOf<AsyncIterable<Command>>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(log).toEqualTypeOf<Logger>()
      expectTypeOf(sleep).toEqualTypeOf<(delayMs: number) => Promise<void>>()
      onMessage((message) => expectTypeOf(message).toEqualTypeOf<Command>())
      post({ sent: 1 })
      // @ts-expect-error misspelt
      post({ send: 1 })
    },
  )
  expectTypeOf(body).toEqualTypeOf<ThreadBody<{ url: string }, Command, Stats>>()
  expectTypeOf<ThreadContext['data']>().toEqualTypeOf<undefined>()
})
