import { createServer } from 'node:net'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { livingThreads } from '../../src/runtime/thread.ts'
import { newThread } from './new-thread.ts'

const clean = { code: 0, signal: null }
const nothingLeft = { gone: true, left: [], suspects: [] }

describe('a module with a function', () => {
  test('is given its data and messages, and ends cleanly when it is told to stop', async () => {
    const thread = newThread({ module: './echo.mjs', data: { rate: 7 } })
    await thread.launch()
    thread.runtime.post('one')
    expect(await thread.message()).toEqual({ hello: { rate: 7 } })
    expect(await thread.message((message) => Object.hasOwn(message as object, 'echo'))).toEqual({ echo: 'one' })
    expect(thread.runtime.isAlive()).toBe(true)
    expect(await thread.stop()).toEqual(clean)
    expect(await thread.runtime.gone).toEqual(nothingLeft)
    expect(thread.runtime.isAlive()).toBe(false)
    expect(await thread.runtime.refresh()).toBe(false)
    expect(thread.runtime.isCleanStop(await thread.runtime.exited)).toBe(true)
  })

  test('is told where it is, and nothing of the runner', async () => {
    vi.stubEnv('THREAD_INHERITED', 'yes')
    vi.stubEnv('THREAD_REMOVED', 'there')
    const thread = newThread({
      module: './data.mjs',
      data: new Map([['a', 1]]),
      env: { THREAD_ADDED: 'yes', THREAD_REMOVED: undefined },
    })
    await thread.launch()
    expect(await thread.message()).toEqual({
      data: new Map([['a', 1]]),
      same: true,
      serviceName: 'load',
      added: 'yes',
      removed: false,
      inherited: 'yes',
      execArgv: [],
      level: 'debug',
    })
    vi.unstubAllEnvs()
  })

  test('ends by itself when it has returned and nothing keeps it busy', async () => {
    const thread = newThread({ module: './returns.mjs' })
    await thread.launch()
    expect(await thread.runtime.exited).toEqual(clean)
    expect(await thread.runtime.gone).toEqual(nothingLeft)
  })

  test('lives on as long as it listens, and ends when it is told to stop', async () => {
    const thread = newThread({ module: './actor.mjs' })
    await thread.launch()
    thread.runtime.post(21)
    expect(await thread.message()).toBe(42)
    expect(await thread.stop()).toEqual(clean)
  })

  test('ends at once when it returns after the stop, whatever it left open', async () => {
    const thread = newThread({ module: './until-aborted.mjs' })
    await thread.launch()
    await thread.message()
    // The keep-alive connection alone would hold it for an hour.
    expect(await thread.stop()).toEqual(clean)
  })

  test('may be CommonJS', async () => {
    const thread = newThread({ module: './function.cjs', data: 'd' })
    await thread.launch()
    expect(await thread.message()).toBe('function d')
  })

  test.for([
    { data: 'as it is', exit: clean },
    { data: 'wrapped', exit: clean },
    { data: 'other', exit: { ...clean, code: 1, error: new Error('could not flush') } },
  ])('what it throws because its signal aborted is a clean end: $data', async ({ data, exit }) => {
    const thread = newThread({ module: './sleeps.mjs', data })
    await thread.launch()
    await thread.message()
    expect(await thread.stop()).toEqual(exit)
    expect(thread.runtime.isCleanStop(exit)).toBe(exit.code === 0)
  })
})

describe('a script, as it is written for new Worker()', () => {
  test('has its data in workerData and messages at parentPort, and ends when its port is closed', async () => {
    const thread = newThread({ module: './script.mjs', data: { name: 'plain' } })
    await thread.launch()
    thread.runtime.post('hello')
    expect(await thread.message()).toEqual(['plain', 'hello'])
    expect(await thread.stop()).toEqual(clean)
    expect((await thread.records()).map(({ msg }) => msg)).toEqual(['script evaluated true', 'port closed'])
  })

  test('may be CommonJS, and ends by itself', async () => {
    const thread = newThread({ module: './script.cjs', data: 'x' })
    await thread.launch()
    expect(await thread.message()).toBe('common x')
    expect(await thread.runtime.exited).toEqual(clean)
  })

  test('hears of the stop as SIGTERM', async () => {
    const thread = newThread({ module: './server-script.mjs' })
    await thread.launch()
    const port = (await thread.message()) as number
    expect(await (await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } })).text()).toBe('ok')
    expect(await thread.stop()).toEqual(clean)
    expect((await thread.records()).map(({ msg }) => msg)).toEqual(['server closed'])
    const again = createServer().listen(port, '127.0.0.1')
    await once(again, 'listening')
    again.close()
  })

  test('goes on when it hears of nothing, until it is killed', async () => {
    const thread = newThread({ module: './deaf-script.mjs' })
    await thread.launch()
    thread.runtime.terminate()
    const ended = await Promise.race([
      thread.runtime.exited,
      new Promise((resolve) => setTimeout(resolve, 200, 'lives')),
    ])
    expect(ended).toBe('lives')
    await thread.runtime.kill()
    expect(await thread.runtime.gone).toEqual(nothingLeft)
  })
})

describe('kill', () => {
  test('38: ends an endless synchronous loop, and what it wrote is kept', async () => {
    const written = new Int32Array(new SharedArrayBuffer(4))
    const thread = newThread({ module: './endless.mjs', data: written })
    await thread.launch()
    // Blocks this thread, so that nothing of what the other one writes can be read before the kill.
    Atomics.wait(written, 0, 0)
    thread.runtime.terminate()
    await thread.runtime.kill()
    expect(await thread.runtime.exited).toEqual({ code: null, signal: null, hint: 'terminated' })
    expect(await thread.runtime.gone).toEqual(nothingLeft)
    expect(thread.runtime.isCleanStop(await thread.runtime.exited)).toBe(true)
    expect((await thread.records()).map(({ msg }) => msg)).toEqual(
      Array.from({ length: 2_000 }, (_, index) => `line ${index + 1}`),
    )
  })

  test('31: may come without a request to stop, more than once, and when it is over', async () => {
    const thread = newThread({ module: './echo.mjs' })
    await thread.launch()
    await Promise.all([thread.runtime.kill(), thread.runtime.kill()])
    expect(await thread.runtime.gone).toEqual(nothingLeft)
    await thread.runtime.kill()
    thread.runtime.terminate()
  })

  test('leaves nothing, whenever in its start it comes', async () => {
    await Promise.all(
      [0, 5, 10, 20, 30, 40, 60, 80].map(async (delayMs) => {
        const thread = newThread({ module: './echo.mjs' })
        const launched = thread.launch().then(
          () => 'online',
          (error: Error) => error.message,
        )
        await new Promise((resolve) => setTimeout(resolve, delayMs))
        await thread.runtime.kill()
        expect(await thread.runtime.gone).toEqual(nothingLeft)
        expect(['online', 'The thread was told to stop before its module was imported.']).toContain(await launched)
      }),
    )
    expect(livingThreads()).toEqual([])
  })
})

describe('start', () => {
  test('41: waits for its node first', async () => {
    const node = Promise.withResolvers<void>()
    const thread = newThread({ module: './echo.mjs' }, { waitForNode: () => node.promise })
    const launched = thread.launch()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(thread.runtime.isAlive()).toBe(false)
    expect(thread.runtime.describe()).toBe('a thread that did not begin')
    node.resolve()
    await launched
    expect(thread.runtime.isAlive()).toBe(true)
    expect(thread.runtime.describe()).toMatch(/^thread \d+$/)
  })

  test('9: is called off while it waits for its node', async () => {
    const thread = newThread(
      { module: './echo.mjs' },
      { waitForNode: (signal) => once(signal, 'abort').then(() => signal.throwIfAborted()) },
    )
    const launched = thread.launch()
    thread.abort.abort(new Error('not any more'))
    await expect(launched).rejects.toThrow('not any more')
    thread.runtime.terminate()
    expect(await thread.runtime.gone).toEqual(nothingLeft)
    expect(thread.runtime.describe()).toBe('a thread that did not begin')
  })

  test('9: told to stop before it began, it never begins', async () => {
    const node = Promise.withResolvers<void>()
    const thread = newThread({ module: './echo.mjs' }, { waitForNode: () => node.promise })
    const launched = thread.launch()
    thread.runtime.terminate()
    expect(await thread.runtime.gone).toEqual(nothingLeft)
    node.resolve()
    await expect(launched).rejects.toThrow('The thread was told to stop before its module was imported.')
    expect(thread.runtime.isAlive()).toBe(false)
  })

  test('9: told to stop while its module is imported, its function is not called', async () => {
    const thread = newThread({ module: './sleeps.mjs' })
    const launched = thread.launch()
    await new Promise(setImmediate)
    expect(thread.runtime.isAlive()).toBe(true)
    thread.abort.abort()
    await launched
    expect(await thread.runtime.exited).toEqual(clean)
  })

  test('9: a module that is never imported can be killed', async () => {
    const thread = newThread({ module: './never-imported.mjs' })
    const launched = thread.launch()
    await new Promise<void>((resolve) => thread.runtime.target.onLine(() => resolve()))
    thread.runtime.terminate()
    const ended = await Promise.race([
      thread.runtime.exited,
      new Promise((resolve) => setTimeout(resolve, 100, 'lives')),
    ])
    expect(ended).toBe('lives')
    await thread.runtime.kill()
    await expect(launched).rejects.toThrow('The thread was told to stop before its module was imported.')
    expect(await thread.runtime.gone).toEqual(nothingLeft)
  })

  test('11: fails at once where the module cannot be imported, with the error as it was', async () => {
    const thread = newThread({ module: './throws-on-import.mjs' })
    const error = await thread.launch().catch((reason: unknown) => reason as Error)
    const file = join(import.meta.dirname, 'fixtures/throws-on-import.mjs')
    expect(error).toMatchObject({
      name: 'ThreadImportError',
      code: 'CURFEW_THREAD_IMPORT',
      message: `Service "load": its thread module ${file} could not be imported.\n  SyntaxError: no such schema`,
      cause: { name: 'SyntaxError', message: 'no such schema' },
    })
    expect((error as Error & { cause: Error }).cause).toBeInstanceOf(SyntaxError)
    expect((error as Error & { cause: Error }).cause.stack).toContain('throws-on-import.mjs:1:7')
    expect(await thread.runtime.exited).toEqual({ code: 1, signal: null, error })
    expect(await thread.runtime.gone).toEqual(nothingLeft)
  })

  test('11: fails at once where the module needs one that does not exist', async () => {
    const thread = newThread({ module: './imports-missing.mjs' })
    await expect(thread.launch()).rejects.toMatchObject({ cause: { code: 'ERR_MODULE_NOT_FOUND' } })
  })

  test('11: fails at once where the thread exits while its module is imported', async () => {
    const thread = newThread({ module: './exits-on-import.mjs' })
    await expect(thread.launch()).rejects.toMatchObject({
      code: 'CURFEW_THREAD_IMPORT',
      cause: { message: 'the thread exited with code 4 while it was imported' },
    })
    expect(await thread.runtime.exited).toEqual({ code: 4, signal: null })
  })

  test('data that cannot be cloned is refused, naming the field', async () => {
    const thread = newThread({ module: './echo.mjs', data: { db: { url: 'x', onRow: () => {} } } })
    await expect(thread.launch()).rejects.toMatchObject({
      code: 'CURFEW_THREAD_DATA',
      what: 'data.db.onRow',
      message: expect.stringContaining('Service "load": data.db.onRow cannot be handed to its thread'),
    })
    expect(await thread.runtime.gone).toEqual(nothingLeft)
  })
})

describe('39: an exit that nobody asked for', () => {
  test('of an error keeps its name, message, stack, fields and causes', async () => {
    const { error, ...exit } = await exitOf('function')
    expect(exit).toEqual({ code: 1, signal: null })
    expect(error).toMatchObject({
      name: 'DeadlockError',
      message: 'two writers',
      code: 'E_DEADLOCK',
      table: new Map([['orders', 2]]),
      socket: '[Function (anonymous)]',
      cause: { name: 'RangeError', message: 'lock 7' },
    })
    expect(error!.stack).toMatch(/two writers\n +at .*throws\.mjs:\d+/)
    expect(String(error)).toBe('DeadlockError: two writers')
    expect(error).toBeInstanceOf(TypeError)
    expect(error!.cause).toBeInstanceOf(RangeError)
  })

  test.for(['rejection', 'timer'])('of an error that nobody caught: %s', async (how) => {
    const { error, ...exit } = await exitOf(how)
    expect(exit).toEqual({ code: 1, signal: null })
    expect(error).toMatchObject({ name: 'DeadlockError', code: 'E_DEADLOCK', table: new Map([['orders', 2]]) })
    expect(error!.stack).toMatch(/throws\.mjs:\d+/)
  })

  test('of a value that is no error', async () => {
    const { error } = await exitOf('value')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      message: "a value that is no error was thrown: { reason: 'not an error' }",
      cause: { reason: 'not an error' },
    })
  })

  test('of several errors', async () => {
    const { error } = await exitOf('several')
    expect(error).toBeInstanceOf(AggregateError)
    expect(error).toMatchObject({
      message: 'both',
      errors: [{ message: 'one' }, { name: 'DeadlockError', message: 'two' }],
    })
  })

  test('of an error that is its own cause', async () => {
    expect((await exitOf('cycle')).error).toMatchObject({
      message: 'cause of itself',
      cause: { message: 'cause of itself' },
    })
  })

  test('of process.exit()', async () => {
    const exit = await exitOf('exit')
    expect(exit).toEqual({ code: 3, signal: null })
  })

  test('of its heap limit', async () => {
    const exit = await exitOf('memory', { resourceLimits: { maxOldGenerationSizeMb: 16 } })
    expect(exit).toMatchObject({
      code: 1,
      signal: null,
      hint: 'out of memory',
      error: { code: 'ERR_WORKER_OUT_OF_MEMORY' },
    })
  })

  test('does not happen where the module handles the error itself', async () => {
    const thread = newThread({ module: './throws.mjs', data: 'handled' })
    await thread.launch()
    expect(await thread.message()).toBe('handled caught late')
    expect(thread.runtime.isAlive()).toBe(true)
    await thread.runtime.kill()
    expect((await thread.runtime.exited).error).toBeUndefined()
  })

  async function exitOf(data: string, options: { resourceLimits?: { maxOldGenerationSizeMb: number } } = {}) {
    const thread = newThread({ module: './throws.mjs', data, ...options })
    // A thread that fails at once may do so before its launch was told to be over.
    await thread.launch()
    expect(await thread.runtime.gone).toEqual(nothingLeft)
    const exit = await thread.runtime.exited
    expect(thread.runtime.isCleanStop(exit)).toBe(false)
    return exit as typeof exit & { error?: Error }
  }
})

describe('messages', () => {
  test('come to a late listener from the first on, and never before it has subscribed', async () => {
    const thread = newThread({ module: './echo.mjs', data: 0 })
    await thread.launch()
    for (let number = 1; number <= 3; number++) thread.runtime.post(number)
    await thread.message((message) => (message as { echo?: number }).echo === 3)
    const received: unknown[] = []
    thread.runtime.onMessage((message) => received.push(message))
    expect(received).toEqual([])
    await Promise.resolve()
    expect(received).toEqual([{ hello: 0 }, { echo: 1 }, { echo: 2 }, { echo: 3 }])
    thread.runtime.post(4)
    await thread.message((message) => (message as { echo?: number }).echo === 4)
    expect(received).toHaveLength(5)
  })

  test('go on to others when one listener throws, and the error is in the log', async () => {
    const thread = newThread({ module: './echo.mjs', data: 0 })
    thread.runtime.onMessage(() => {
      throw new Error('bad listener')
    })
    await thread.launch()
    expect(await thread.message()).toEqual({ hello: 0 })
    expect(await thread.records()).toMatchObject([
      { level: 50, msg: 'a listener of the thread threw', err: { message: 'bad listener' } },
    ])
  })

  test('are refused where they cannot be cloned, and where nobody is there', async () => {
    const thread = newThread({ module: './echo.mjs' })
    expect(() => thread.runtime.post(1)).toThrow('a message cannot be posted to its thread: it has not begun')
    await thread.launch()
    expect(() => thread.runtime.post({ rows: [1, () => {}] })).toThrow(
      'Service "load": message.rows.1 cannot be handed to its thread',
    )
    await thread.stop()
    expect(() => thread.runtime.post(1)).toThrow(/a message cannot be posted to its thread: thread \d+ has ended/)
  })

  test('may transfer', async () => {
    const thread = newThread({ module: './echo.mjs' })
    await thread.launch()
    const buffer = new ArrayBuffer(8)
    thread.runtime.post(buffer, [buffer])
    expect(buffer.byteLength).toBe(0)
    const { echo } = (await thread.message((message) => Object.hasOwn(message as object, 'echo'))) as {
      echo: ArrayBuffer
    }
    expect(echo.byteLength).toBe(8)
  })
})

test('37: an exit code other than 0 after the request to stop is no clean stop', async () => {
  const thread = newThread({ module: './echo.mjs' })
  expect(thread.runtime.isCleanStop({ code: 3, signal: null })).toBe(false)
  expect(thread.runtime.isCleanStop({ code: 0, signal: null, error: new Error('x') })).toBe(false)
  expect(thread.runtime.isCleanStop({ code: 0, signal: null })).toBe(true)
})

test('module may be a file: URL, as an object or a string', async () => {
  const url = pathToFileURL(join(import.meta.dirname, 'fixtures/returns.mjs'))
  for (const module of [url, url.href]) {
    const thread = newThread({ module })
    await thread.launch()
    expect(await thread.runtime.exited).toEqual(clean)
  }
})

test('living threads are known as long as they live', async () => {
  const thread = newThread({ module: './echo.mjs' })
  expect(livingThreads()).toEqual([])
  await thread.launch()
  expect(livingThreads()).toEqual([thread.runtime])
  await thread.stop()
  expect(livingThreads()).toEqual([])
})
