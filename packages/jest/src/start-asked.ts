import { builtInValues, isAggregateError, noServices, type Scope } from '@curfew/core/engine'
import type { Attempt } from './attempt.ts'
import type { Asked } from './bridge.ts'
import type { FileScope } from './file-scope.ts'

/** Starts what a test or hook asked for, in parallel, and makes the context that it is given. */
export async function startAsked(asked: Asked, home: Attempt | FileScope): Promise<void> {
  const { scope } = home
  const values: Readonly<Record<string, (from: Scope) => unknown>> = { ...builtInValues, signal: () => home.signal }
  const isValue = (name: string): boolean => Object.hasOwn(values, name)
  const started = asked.names
    .filter((name) => !isValue(name))
    .map(async (name) => {
      const catalog = asked.catalogs.findLast((one) => one.get(name) !== undefined) ?? asked.catalogs.at(-1)
      const [service] = await scope.start(catalog ?? noServices, [name])
      return [name, service] as const
    })
  const context: object = Object.fromEntries<unknown>(await Promise.all(started))
  for (const name of asked.names.filter(isValue)) {
    // As it is when the code begins that asked for it: a hook before it may have started more services.
    Object.defineProperty(context, name, { enumerable: true, get: () => values[name]?.(scope) })
  }
  home.contexts.set(asked, context as Readonly<Record<string, unknown>>)
}

/** Of several errors of a start each: the cause first, then what went wrong when it was rolled back. */
export function partsOf(error: unknown): readonly unknown[] {
  return isAggregateError(error) && error.name === 'AggregateError' ? error.errors : [error]
}
