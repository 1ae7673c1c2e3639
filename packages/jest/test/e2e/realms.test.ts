import { runJestSuite } from '@curfew/testing'
import { describe, expect, test } from 'vitest'

const load = `import type { ThreadBody } from '@curfew/core'
const body: ThreadBody<{ value: number }> = ({ data, post, signal }) => {
  post(data.value + 1)
  return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
}
export default body
`

/** Everything of a test file that crosses from its realm to that of the engine, and back. */
const tests = (
  importJest: string,
) => `import { CurfewError, defineServices, NotStartedError, ServiceCrashedError, TaskService, taskService, threadService } from '@curfew/core'
import { test as base } from '@curfew/jest'
${importJest}

class Loop extends TaskService {
  override async run({ signal }: { signal: AbortSignal }) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  }
}
const services = defineServices()
  .service('loop', () => new Loop())
  .service('thread', () => threadService({ module: './load.ts', data: { value: 41 } }))
const test = base.extend(services)

test('a subclass of the test file', async ({ loop }) => {
  expect(loop).toBeInstanceOf(Loop)
  expect(loop.isServiceAlive()).toBe(true)
  await loop.stop()
  expect(loop.state).toBe('stopped')
})

test('a thread in TypeScript, found beside the file', async ({ thread }) => {
  const message = await new Promise((resolve) => thread.onMessage(resolve))
  expect(message).toBe(42)
})

test('errors of the engine are errors of this realm', async ({ loop, scope, signal }) => {
  const error: unknown = await scope.get('nothing' as never).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Error)
  expect(error).toBeInstanceOf(CurfewError)
  expect(error).not.toBeInstanceOf(ServiceCrashedError)
  await loop.stop()
  await expect(loop.start()).rejects.toThrow(Error)
  expect(() => new Loop().log).toThrow(NotStartedError)
  expect(signal.aborted).toBe(false)
})

test.each([[1, 2], [3, 4]])('rows %i %i', (a, b, { loop }) => {
  expect([a + 1, loop.isServiceAlive()]).toEqual([b, true])
})
`

const afterReset = `
test('a copy after resetModules', async () => {
  jest.resetModules()
  const again = require('@curfew/core')
  expect(again.taskService).not.toBe(taskService)
  const late = await again.taskService({ name: 'late', run: ({ signal }: any) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())) }).start()
  expect(again.findServicesFromAllSources().names()).toEqual(['late'])
  expect(late.isServiceAlive()).toBe(true)
})
`

describe('a test file, compiled to', () => {
  test.for([
    ['swc', "import { expect, jest } from '@jest/globals'", afterReset],
    ['babel', "import { expect } from '@jest/globals'", ''],
    ['esm', "import { expect } from '@jest/globals'", ''],
  ] as const)('%s, and the engine understand each other', async ([compiler, importJest, more]) => {
    const result = await runJestSuite({
      compiler,
      args: ['--runInBand'],
      files: { 'a.test.ts': `${tests(importJest)}${more}`, 'load.ts': load },
    })
    const [file] = result.files
    expect(file?.tests.flatMap(({ errors }) => errors.map(({ message }) => message))).toEqual([])
    expect(file?.errors).toEqual([])
    expect(file?.tests.length).toBeGreaterThanOrEqual(5)
    expect(result.exitCode).toBe(0)
    expect(result.survivors).toEqual([])
  })
})

test('without curfew in the configuration, a test file says what is missing', async () => {
  const result = await runJestSuite({
    config: '',
    args: ['--runInBand'],
    files: { 'a.test.ts': `import { test } from '@curfew/jest'\ntest('one', () => {})\n` },
  })
  expect(result.files[0]?.errors.join()).toMatch(/not set up.*\n.*preset: '@curfew\/jest'/)
})
