// ES modules under Jest: a service that all tests of the file share, beside one that each test has for itself.
import { test as base } from '@curfew/jest'
import { expect } from '@jest/globals'
import { services } from './services.ts'

const test = base.extend(services)

let pid: number
test.beforeAll(({ counter }) => {
  pid = counter.pid
})

async function count(counter: { readonly url: string }): Promise<number> {
  return Number(await (await fetch(`${counter.url}/@curfew-examples/jest-esm`)).text())
}

let seen = 0

test('visits are counted while the visitor lives', async ({ counter, visitor, signal }) => {
  while ((await count(counter)) < 3) signal.throwIfAborted()
  expect(visitor.isServiceAlive()).toBe(true)
  seen = await count(counter)
})

test('the counter is still the same, and nobody visits it', async ({ counter, services }) => {
  expect(counter.pid).toBe(pid)
  expect(services.alive().names()).toEqual(['counter'])
  const now = await count(counter)
  expect(now).toBeGreaterThanOrEqual(seen)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await count(counter)).toBe(now)
})
