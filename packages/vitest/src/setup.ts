import process from 'node:process'
import { inject, TestRunner } from 'vitest'

/** What `@curfew/vitest` puts on the global object when a test file imports it; see `bridge.ts`. */
interface Around {
  aroundFile(run: () => Promise<void>, file: unknown): Promise<void>
  aroundTest(run: () => Promise<void>, context: unknown): Promise<void>
}

// This file alone is loaded where no test uses curfew: it imports nothing of ours, and the tests have no hook of ours.
const bridgeKey = Symbol.for('curfew/vitest@1')
const registerKey = Symbol.for('curfew/vitest/register@1')
const holder = globalThis as { [bridgeKey]?: Around; [registerKey]?: (around: Around) => void }

// Before any test file can mock the network: the probes of the engine, and its way to the supervisor, go past that.
const { Socket } = process.getBuiltinModule('node:net')
const networkKey = Symbol.for('curfew/network@1')
const holderOfNetwork = process as { [networkKey]?: object }
holderOfNetwork[networkKey] ??= { Socket, connect: Socket.prototype.connect }

// A test file that imports only `@curfew/core` never joins the run, and its services are not to get Vite's variables either.
const variablesKey = Symbol.for('curfew/runner-variables@1')
const holderOfVariables = process as { [variablesKey]?: unknown }
holderOfVariables[variablesKey] = (
  inject('curfew') as { readonly runnerVariables?: unknown } | undefined
)?.runnerVariables

const file = TestRunner.getCurrentSuite()

function register(around: Around): void {
  // `aroundEach()` itself would set up the fixtures marked `auto` before this runs, and tear them down after: they may need
  // services. Vitest reads the limit of a hook from this key; 0 is none.
  const unlimited = { [Symbol.for('VITEST_AROUND_TIMEOUT')]: 0 }
  const aroundFile = (run: () => Promise<void>, suite: unknown): Promise<void> => around.aroundFile(run, suite)
  const aroundTest = (run: () => Promise<void>, context: unknown): Promise<void> => around.aroundTest(run, context)
  file.on('aroundAll', Object.assign(aroundFile, unlimited))
  file.on('aroundEach', Object.assign(aroundTest, unlimited))
}

// With `isolate: false` an earlier file may have brought it.
const present = holder[bridgeKey]
if (present === undefined) holder[registerKey] = register
else register(present)
