import { TestRunner } from 'vitest'

/** What `@curfew/vitest` puts on the global object when a test file imports it; see `bridge.ts`. */
interface Around {
  aroundFile(run: () => Promise<void>, file: unknown): Promise<void>
  aroundTest(run: () => Promise<void>, context: unknown): Promise<void>
}

// This file alone is loaded where no test uses curfew: it imports nothing of ours, and every test costs one look.
const key = Symbol.for('curfew/vitest@1')
const bridge = (): Around | undefined => (globalThis as { [key]?: Around })[key]

// `aroundEach()` itself would set up the fixtures marked `auto` before this runs, and tear them down after: they may need
// services. Vitest reads the limit of a hook from this key; 0 is none.
const unlimited = { [Symbol.for('VITEST_AROUND_TIMEOUT')]: 0 }
const hooks = TestRunner.getCurrentSuite()

hooks.on(
  'aroundAll',
  Object.assign((run: () => Promise<void>, file: unknown) => {
    const around = bridge()
    return around === undefined ? run() : around.aroundFile(run, file)
  }, unlimited),
)

hooks.on(
  'aroundEach',
  Object.assign((run: () => Promise<void>, context: unknown) => {
    const around = bridge()
    return around === undefined ? run() : around.aroundTest(run, context)
  }, unlimited),
)
