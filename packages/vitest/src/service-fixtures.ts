import { checkScopes, type CatalogEntries } from '@curfew/core/engine'
import { serviceOfFile, serviceOfTest } from './hand-out.ts'
import type { Task } from './task.ts'

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
  checkScopes(entries, 'Vitest')
  return Object.fromEntries(
    entries.names.map((name) => [
      name,
      entries.get(name)?.scope === 'file' ? fileFixture(entries, name) : testFixture(entries, name),
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
