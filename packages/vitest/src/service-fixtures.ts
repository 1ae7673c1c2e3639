import type { CatalogEntries } from '@curfew/core/engine'
import { ScopeNotSupportedError } from './errors.js'
import { serviceOfFile, serviceOfTest } from './hand-out.js'
import type { Task } from './task.js'

type Use<T> = (value: T) => Promise<void>

/** A fixture as Vitest takes it: the names that it destructures are read from its source. */
type NativeFixture =
  | ((context: { readonly task: Task }, use: Use<unknown>) => Promise<void>)
  | readonly [(context: object, use: Use<unknown>) => Promise<void>, { readonly scope: 'file' }]

/**
 * Fixtures of Vitest for the services of a catalog. They own no lifetime: each only hands out what the scope has started,
 * so that how Vitest tears fixtures down does not matter.
 *
 * @throws {ScopeNotSupportedError}
 */
export function serviceFixtures(entries: CatalogEntries): Record<string, NativeFixture> {
  const declared = entries.names.map((name) => ({ name, scope: entries.get(name)?.scope ?? 'test' }))
  const unsupported = declared.filter(({ scope }) => scope === 'worker' || scope === 'run')
  if (unsupported.length > 0) throw new ScopeNotSupportedError(unsupported)
  return Object.fromEntries(
    declared.map(({ name, scope }) => [
      name,
      scope === 'file' ? fileFixture(entries, name) : testFixture(entries, name),
    ]),
  )
}

/** A fixture for one service of each test. */
export function testFixture(entries: CatalogEntries, name: string): NativeFixture {
  return async ({ task }, use) => {
    await use(await serviceOfTest(task, entries, name))
  }
}

function fileFixture(entries: CatalogEntries, name: string): NativeFixture {
  // oxlint-disable-next-line no-empty-pattern -- Vitest insists on a pattern
  return [async ({}, use) => use(await serviceOfFile(entries, name)), { scope: 'file' }]
}
