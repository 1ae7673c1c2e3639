import { BadOptionError } from '../errors/scope-errors.ts'
import { isProvider, type NodeProvider } from './provider.ts'

/**
 * The provider that a module has as its default export, or that a function there returns.
 *
 * @throws {BadOptionError} if it has none
 */
export async function loadProvider(
  module: string,
  options: unknown,
  load: (module: string) => Promise<{ readonly default?: unknown }>,
): Promise<NodeProvider> {
  const { default: provider } = await load(module)
  const made: unknown =
    typeof provider === 'function' ? await (provider as (options: unknown) => unknown)(options) : provider
  if (isProvider(made)) return made
  throw new BadOptionError(
    `The default export of "nodes.module" (${module}) has to be a NodeProvider, { name, node(), cluster() }, ` +
      `or a function that returns one; it ${typeof provider === 'function' ? 'returned' : 'is'} ${describe(made)}.`,
  )
}

function describe(made: unknown): string {
  if (made === undefined) return 'undefined'
  if (typeof made !== 'object' || made === null) return `a ${typeof made}`
  return `an object with ${Object.keys(made).join(', ') || 'nothing'}`
}
