import { aroundAll, aroundEach } from 'vitest'

/** What `@curfew/vitest` puts on the global object when a test file imports it; see `bridge.ts`. */
interface Around {
  aroundFile(run: () => Promise<void>, file: unknown): Promise<void>
  aroundTest(run: () => Promise<void>, context: unknown): Promise<void>
}

// This file alone is loaded where no test uses curfew: it imports nothing of ours, and every test costs one look.
const key = Symbol.for('curfew/vitest@1')
const bridge = (): Around | undefined => (globalThis as { [key]?: Around })[key]

// The second parameter is not declared: Vitest reads the names of fixtures from it.
aroundAll(function (run) {
  const around = bridge()
  return around === undefined ? run() : around.aroundFile(run, arguments[2])
}, 0)

aroundEach(function (run) {
  const around = bridge()
  return around === undefined ? run() : around.aroundTest(run, arguments[1])
}, 0)
