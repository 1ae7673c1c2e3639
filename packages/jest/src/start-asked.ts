import { isAggregateError, TestScope, type CatalogEntries } from '@curfew/core/engine'
import type { Attempt } from './attempt.js'
import type { Asked } from './bridge.js'
import type { FileScope } from './file-scope.js'

const builtIns = new Set(['services', 'scope', 'signal'])
/** `node` and `cluster` are the engine's own, so that a test has them without any catalog. */
const noServices: CatalogEntries = { get: () => undefined, names: [] }

/** Starts what a test or hook asked for, in parallel, and makes the context that it is given. */
export async function startAsked(asked: Asked, home: Attempt | FileScope): Promise<void> {
  const { scope } = home
  const started = asked.names
    .filter((name) => !builtIns.has(name))
    .map(async (name) => {
      const catalog = asked.catalogs.findLast((one) => one.get(name) !== undefined) ?? asked.catalogs.at(-1)
      const [service] = await scope.start(catalog ?? noServices, [name])
      return [name, service] as const
    })
  const context: Record<string, unknown> = Object.fromEntries(await Promise.all(started))
  for (const name of asked.names) {
    // As they are when the code begins that asked for them: a hook before it may have started more.
    if (name === 'services') Object.defineProperty(context, name, { enumerable: true, get: () => scope.services })
    if (name === 'scope') context[name] = new TestScope(scope)
    if (name === 'signal') context[name] = home.signal
  }
  home.contexts.set(asked, context)
}

/** Of several errors of a start each: the cause first, then what went wrong when it was rolled back. */
export function partsOf(error: unknown): readonly unknown[] {
  return isAggregateError(error) && error.name === 'AggregateError' ? error.errors : [error]
}
