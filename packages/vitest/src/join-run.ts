import { localProvider, BadOptionError, type NodeProvider } from '@curfew/core'
import { engine, joinRun as runOfWorker } from '@curfew/core/engine'
import process from 'node:process'
import { inject, vi } from 'vitest'
import { bridge } from './bridge.js'
import type { Provided } from './provided.js'

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
  const { run, limits, nodes, keepOnFailure, leaks } = provided
  const provider = await providerOf(nodes)
  engine().configure({ run: runOfWorker(run, nameOfRealm()), limits, provider, keepOnFailure, leaks })
}

/** One thread of Vitest may have several realms, one after the other (`vmThreads`), each with an engine of its own. */
function nameOfRealm(): string {
  const realm = (processOfRealms[realmsKey] = (processOfRealms[realmsKey] ?? 0) + 1)
  const worker = `w${process.env['VITEST_WORKER_ID'] ?? process.pid}`
  return realm === 1 ? worker : `${worker}.${realm}`
}

async function providerOf(nodes: Provided['nodes']): Promise<NodeProvider> {
  if ('name' in nodes) return localProvider({ clusterSize: nodes.clusterSize })
  // The test's own way to import, so that the module goes through Vite's transforms.
  const { default: provider } = await vi.importActual<{ readonly default?: unknown }>(nodes.module)
  const made: unknown =
    typeof provider === 'function' ? await (provider as (options: unknown) => unknown)(nodes.options) : provider
  if (!isProvider(made)) {
    throw new BadOptionError(
      `The default export of "nodes.module" (${nodes.module}) has to be a NodeProvider, or a function that returns one; ` +
        `it is ${made === undefined ? 'missing' : typeof made}.`,
    )
  }
  return made
}

function isProvider(value: unknown): value is NodeProvider {
  return typeof value === 'object' && value !== null && 'node' in value && 'cluster' in value
}
