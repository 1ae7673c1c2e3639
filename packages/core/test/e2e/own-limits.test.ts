import { expect, test } from 'vitest'
import { journalOfKilled } from './killed-owner.ts'

test('the configured limits hold when the owner is SIGKILLed: a database is given its time to close', async () => {
  const entries = await journalOfKilled('own-limits/owner.mjs', [], 'up')
  expect(entries.find(({ event }) => event === 'spawn-intent')).toMatchObject({
    stop: { signal: 'SIGTERM', stopTimeoutMs: 120_000, killTimeoutMs: 9_000 },
  })
  expect(entries.find(({ event }) => event === 'exited')).toMatchObject({ asked: true, code: 0, signal: null })
  expect(entries.map(({ event }) => event)).not.toContain('kill')
})
