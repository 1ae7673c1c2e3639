import { fileURLToPath } from 'node:url'
import { runInlineSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

const preload = fileURLToPath(new URL('fixtures/count-spawns.cjs', import.meta.url))

const withoutCatalog = `import { expect, test } from 'vitest'
test('plain', () => expect(1).toBe(1))`

const withCatalog = `import { defineServices, taskService } from '@curfew/core'
import { test as base } from '@curfew/vitest'
const test = base.extend(defineServices().service('a', () => taskService({ intervalMs: 1000, run() {} })))
test('with a service', ({ a }) => {})`

/** What the runner and its workers spawned. */
async function spawns(pool: string, source: string, curfew: string | null = '{}'): Promise<readonly string[]> {
  const { exitCode, events } = await runInlineSuite({
    files: { 'a.test.ts': source },
    curfew,
    config: `pool: '${pool}'`,
    env: { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` },
  })
  expect(exitCode).toBe(0)
  return events.filter((event) => event.startsWith('spawned '))
}

test.for(['forks', 'threads'])(
  'in pool %s, a run without a catalog spawns what Vitest does, and no supervisor',
  async (pool) => {
    const bare = await spawns(pool, withoutCatalog, null)
    expect(await spawns(pool, withoutCatalog)).toHaveLength(bare.length)
    // And the supervisor of a run with one is seen: it is spawned under its guard.
    const guards = (await spawns(pool, withCatalog)).filter((command) => command.includes('curfew-guard'))
    expect(guards).toHaveLength(1)
  },
)
