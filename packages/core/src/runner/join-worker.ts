import { engine } from '../engine-access.ts'
import type { Engine } from '../engine-contract.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { localProvider } from '../places/local/local-provider.ts'
import { isProvider, type NodeProvider } from '../places/provider.ts'
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
  const { default: provider } = await load(nodes.module)
  const made: unknown =
    typeof provider === 'function' ? await (provider as (options: unknown) => unknown)(nodes.options) : provider
  if (isProvider(made)) return made
  throw new BadOptionError(
    `The default export of "nodes.module" (${nodes.module}) has to be a NodeProvider, { name, node(), cluster() }, ` +
      `or a function that returns one; it ${typeof provider === 'function' ? 'returned' : 'is'} ${describe(made)}.`,
  )
}

function describe(made: unknown): string {
  if (made === undefined) return 'undefined'
  if (typeof made !== 'object' || made === null) return `a ${typeof made}`
  return `an object with ${Object.keys(made).join(', ') || 'nothing'}`
}
