import { joinWorker, type RunContext, type RunnerVariables, type WorkerOptions } from '@curfew/core/runner'
import process from 'node:process'
import { inject, vi } from 'vitest'
import { bridge } from './bridge.ts'

/** What the plugin, in the main process, hands to each worker: plain data. */
export interface Provided {
  readonly run: RunContext
  /** The root of the project. */
  readonly root: string
  readonly runnerVariables: RunnerVariables
  readonly options: WorkerOptions
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly curfew: Provided
  }
}

const realmsKey = Symbol.for('curfew/realms')
const processOfRealms = process as { [realmsKey]?: number }

/** Makes the engine of this realm one of the run that the plugin began. Does it once. */
export function joinRun(): Promise<void> {
  const state = bridge()
  state.joined ??= join(inject('curfew') as Provided | undefined)
  return state.joined
}

async function join(provided: Provided | undefined): Promise<void> {
  if (provided === undefined) return
  const { run, root, runnerVariables, options } = provided
  // The test's own way to import, so that the module goes through Vite's transforms.
  const load = (module: string): Promise<{ readonly default?: unknown }> => vi.importActual(module)
  await joinWorker({ run, worker: nameOfRealm(), root, runnerVariables, options, load })
}

/** One thread of Vitest may have several realms, one after the other (`vmThreads`), each with an engine of its own. */
function nameOfRealm(): string {
  const realm = (processOfRealms[realmsKey] = (processOfRealms[realmsKey] ?? 0) + 1)
  const worker = `w${process.env['VITEST_WORKER_ID'] ?? process.pid}`
  return realm === 1 ? worker : `${worker}.${realm}`
}
