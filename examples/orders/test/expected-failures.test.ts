// Both tests fail, and are meant to: `npm run demo` checks that they fail for the right reason, and that nothing is left.
import process from 'node:process'
import { test as base } from '@curfew/vitest'
import { services } from './services.ts'

const test = base.extend(services)
const never = new Promise<never>(() => {})

test('a test that never ends', { timeout: 1000 }, async ({ api1, load }) => {
  load.post({ urls: [api1.url] })
  await never
})

test('a test whose replica is killed', async ({ api1 }) => {
  await fetch(`${api1.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), item: 'coffee', quantity: 1 }),
  })
  process.kill(api1.pid, 'SIGKILL')
  await never
})
