import { engine } from '../engine-access.ts'
import type { Engine } from '../engine-contract.ts'
import { localProvider } from '../places/local/local-provider.ts'
import { loadProvider } from '../places/load-provider.ts'
import type { NodeProvider } from '../places/provider.ts'
import { joinRun, type RunContext } from '../run/run-context.ts'
import type { RunnerVariables } from '../runtime/inherited-environment.ts'
import type { WorkerOptions } from './options.ts'

/** How a worker of a runner takes part in a run. */
export interface Joining {
  readonly run: RunContext
  /** Unique in the run. */
  readonly worker: string
  /** The root of the runner's project. */
  readonly root: string
  /** Variables that the runner writes into the environment of the tests. @default none */
  readonly runnerVariables?: RunnerVariables | undefined
  /** `keepOnFailure` as it was decided: see {@link decideKeepOnFailure}. */
  readonly options: WorkerOptions
  /** Loads the module of `nodes`, in the way of the runner. */
  readonly load: (module: string) => Promise<{ readonly default?: unknown }>
}

/**
 * Makes the engine of this realm one of a run, with the options of the runner.
 *
 * @throws {BadOptionError} if the module of `nodes` has no provider
 */
export async function joinWorker({ run, worker, root, runnerVariables = {}, options, load }: Joining): Promise<Engine> {
  const { limits = {}, nodes = 'local', keepOnFailure = false, keepOutput = 'failed', leaks = 'fail' } = options
  const shared = engine()
  const provider = await providerOf(nodes, load)
  shared.configure({
    run: joinRun(run, worker),
    root,
    runnerVariables,
    limits,
    provider,
    keepOnFailure,
    keepOutput,
    leaks,
  })
  return shared
}

async function providerOf(nodes: NonNullable<WorkerOptions['nodes']>, load: Joining['load']): Promise<NodeProvider> {
  if (nodes === 'local') return localProvider({})
  if (!('module' in nodes)) return localProvider({ clusterSize: nodes.clusterSize })
  return loadProvider(nodes.module, nodes.options, load)
}
