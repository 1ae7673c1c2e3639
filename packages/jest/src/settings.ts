import { BadOptionError, localProvider, type Limits, type NodeProvider } from '@curfew/core'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** Nodes of this machine. */
export interface LocalNodes {
  readonly name: 'local'
  /** Number of nodes of the fixture `cluster`. @default 3 */
  readonly clusterSize?: number | undefined
}

/**
 * Nodes from a module of the project: its default export is a `NodeProvider`, or a function that returns one and is given
 * `options`. It is loaded by Node itself, outside of the realm of the tests.
 */
export interface NodesOfModule {
  /** A path, relative to the root of the project. */
  readonly module: string
  /** Handed to the function; plain data. */
  readonly options?: unknown
}

/** Options in the configuration of Jest: `testEnvironmentOptions: { curfew: { limits: { stopTimeoutMs: 10_000 } } }`. */
export interface CurfewSettings {
  /** Time limits, in milliseconds; a service's own options win over them. */
  readonly limits?: Partial<Limits> | undefined
  /** Where `node` and `cluster` come from. @default 'local' */
  readonly nodes?: 'local' | LocalNodes | NodesOfModule | undefined
}

const known = ['limits', 'nodes']

/** The options of curfew among those of the environment. @throws {BadOptionError} */
export function settingsIn(environmentOptions: Readonly<Record<string, unknown>>): CurfewSettings {
  const settings = environmentOptions['curfew'] ?? {}
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw new BadOptionError(`testEnvironmentOptions.curfew has to be an object; it is ${typeof settings}.`)
  }
  const unknown = Object.keys(settings).filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new BadOptionError(
      `testEnvironmentOptions.curfew: ${unknown.map((name) => `"${name}"`).join(', ')} is no option; there are ${known.join(', ')}.`,
    )
  }
  return settings
}

/** The provider of nodes that the settings name. */
export async function providerOf({ nodes = 'local' }: CurfewSettings, rootDir: string): Promise<NodeProvider> {
  if (nodes === 'local') return localProvider({})
  if (!('module' in nodes)) return localProvider({ clusterSize: nodes.clusterSize })
  const file = createRequire(path.join(rootDir, 'package.json')).resolve(nodes.module)
  const { default: provider } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  const made: unknown =
    typeof provider === 'function' ? await (provider as (options: unknown) => unknown)(nodes.options) : provider
  if (typeof made === 'object' && made !== null && 'node' in made && 'cluster' in made) return made as NodeProvider
  throw new BadOptionError(
    `The default export of "nodes.module" (${nodes.module}) has to be a NodeProvider, or a function that returns one; ` +
      `it is ${made === undefined ? 'missing' : typeof made}.`,
  )
}
