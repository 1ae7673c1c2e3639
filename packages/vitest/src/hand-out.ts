import type { CatalogEntries, Scope } from '@curfew/core/engine'
import type { Service } from '@curfew/core'
import { presentBridge } from './bridge.js'
import { PluginMissingError } from './errors.js'
import type { Layer } from './needs.js'
import type { Task } from './task.js'

/** The scope of the test that runs. @throws {PluginMissingError} */
export function scopeOfTest(task: Task, wanted: string): Scope {
  const attempt = presentBridge()?.attempts.get(task)
  if (attempt === undefined) throw new PluginMissingError(wanted)
  return attempt.scope
}

/** A service of a test, started by now or here. Rejects once the test is over, so that nothing goes on late. */
export async function serviceOfTest(task: Task, catalog: CatalogEntries, name: string): Promise<Service> {
  return started(scopeOfTest(task, name), catalog, name)
}

/** A service of the file that runs. @throws {PluginMissingError} */
export async function serviceOfFile(catalog: CatalogEntries, name: string): Promise<Service> {
  return started(scopeOfFile(name), catalog, name)
}

/** Starts what a hook of the file destructures, as far as the names are services. */
export async function startForFile(top: Layer, names: readonly string[]): Promise<void> {
  const needed: Promise<unknown>[] = []
  for (let at: Layer | undefined = top; at !== undefined; at = at.below) {
    for (const name of names) {
      const catalog = at.fixtures.get(name)?.catalog
      // A service of the scope `test` is refused by Vitest itself, which names the hook.
      if (catalog?.get(name)?.scope === 'file') needed.push(started(scopeOfFile(name), catalog, name))
    }
  }
  await Promise.all(needed)
}

function scopeOfFile(wanted: string): Scope {
  const file = presentBridge()?.file
  if (file === undefined) throw new PluginMissingError(wanted)
  return file.scope
}

async function started(scope: Scope, catalog: CatalogEntries, name: string): Promise<Service> {
  const [service] = await scope.start(catalog, [name])
  if (service === undefined) throw new Error(`curfew: service "${name}" was not started`)
  return service
}
