import type { Service } from '@curfew/core'
import { checkScopes, startedService, type CatalogEntries, type FileScope, type Scope } from '@curfew/core/runner'
import type { Attempt } from './attempt.ts'
import { bridge, presentBridge } from './bridge.ts'
import { PluginMissingError } from './errors.ts'
import type { Layer } from './needs.ts'
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

/** A service of the file that runs. @throws {PluginMissingError} */
export async function serviceOfFile(catalog: CatalogEntries, name: string): Promise<Service> {
  const service = await started(fileScope(name).scope, catalog, name)
  bridge().ofFile.set(service, { catalog, name })
  return service
}

/** A service of a test, started by now or here. Rejects once the test is over, so that nothing goes on late. */
async function serviceOfTest(task: Task, catalog: CatalogEntries, name: string): Promise<Service> {
  const { scope, services } = attemptOf(task, name)
  return startedService(services, catalog, name) ?? started(scope, catalog, name)
}

async function started(scope: Scope, catalog: CatalogEntries, name: string): Promise<Service> {
  const [service] = await scope.start(catalog, [name])
  if (service === undefined) throw new Error(`curfew: service "${name}" was not started`)
  return service
}

/** The attempt of a test that runs. @throws {PluginMissingError} */
export function attemptOf(task: Task, wanted: string): Attempt {
  const attempt = presentBridge()?.attempts.get(task)
  if (attempt === undefined) throw new PluginMissingError(wanted)
  return attempt
}

/** Starts what a hook of the file destructures, as far as the names are services. */
export async function startForFile(top: Layer, names: readonly string[]): Promise<void> {
  const needed = new Map<CatalogEntries, Set<string>>()
  for (let at: Layer | undefined = top; at !== undefined; at = at.below) {
    for (const name of names) {
      const catalog = at.fixtures.get(name)?.catalog
      // A service of the scope `test` is refused by Vitest itself, which names the hook.
      if (catalog?.get(name)?.scope === 'file') needed.set(catalog, (needed.get(catalog) ?? new Set()).add(name))
    }
  }
  const [wanted] = [...needed.values()].flatMap((some) => [...some])
  if (wanted !== undefined) await fileScope(wanted).start(needed)
}

/**
 * Takes its fixtures from the context of a test that is over: Vitest keeps the context until the file ends, and each
 * service holds its scope. The next attempt is given new ones.
 */
export function letGoOfFixtures({ context }: Task, top: Layer): void {
  const values = context as unknown as Record<string, unknown>
  for (let at: Layer | undefined = top; at !== undefined; at = at.below) {
    // Not deleted: that would make a dictionary of each context, which takes more memory than the name.
    for (const name of at.fixtures.keys()) if (Object.hasOwn(values, name)) values[name] = undefined
  }
}

function fileScope(wanted: string): FileScope {
  const file = presentBridge()?.file
  if (file === undefined) throw new PluginMissingError(wanted)
  return file
}
