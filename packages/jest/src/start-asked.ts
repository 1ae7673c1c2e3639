import { builtInValues, isAggregateError, noServices } from '@curfew/core/engine'
import type { Attempt } from './attempt.js'
import type { Asked } from './bridge.js'
import type { FileScope } from './file-scope.js'

/** Starts what a test or hook asked for, in parallel, and makes the context that it is given. */
export async function startAsked(asked: Asked, home: Attempt | FileScope, signal: AbortSignal): Promise<void> {
  const { scope } = home
  const values = Object.entries({ ...builtInValues, signal: () => signal }).filter(([name]) =>
    asked.names.includes(name),
  )
  const started = asked.names
    .filter((name) => !values.some(([value]) => value === name))
    .map(async (name) => {
      const catalog = asked.catalogs.findLast((one) => one.get(name) !== undefined) ?? asked.catalogs.at(-1)
      const [service] = await scope.start(catalog ?? noServices, [name])
      return [name, service] as const
    })
  const services = await Promise.all(started)
  home.contexts.set(
    asked,
    Object.fromEntries([...services, ...values.map(([name, valueOf]) => [name, valueOf(scope)])]),
  )
}

/** Of several errors of a start each: the cause first, then what went wrong when it was rolled back. */
export function partsOf(error: unknown): readonly unknown[] {
  return isAggregateError(error) && error.name === 'AggregateError' ? error.errors : [error]
}
