import type { CatalogEntries, Scope } from '@curfew/core/engine'
import type { Service } from '@curfew/core'
import type { Attempt } from './attempt.ts'
import { bridge, presentBridge, type CatalogService } from './bridge.ts'
import { PluginMissingError } from './errors.ts'
import type { Layer } from './needs.ts'
import type { Task } from './task.ts'

/** The scope of the test that runs. @throws {PluginMissingError} */
export function scopeOfTest(task: Task, wanted: string): Scope {
  return attemptOf(task, wanted).scope
}

/** A service of a test, started by now or here. Rejects once the test is over, so that nothing goes on late. */
export async function serviceOfTest(task: Task, catalog: CatalogEntries, name: string): Promise<Service> {
  const { scope, services } = attemptOf(task, name)
  const entry = catalog.get(name)
  const present = entry && services.get(entry)
  return present ?? started(scope, catalog, name)
}

/** A service of the file that runs. @throws {PluginMissingError} */
export async function serviceOfFile(catalog: CatalogEntries, name: string): Promise<Service> {
  const service = await started(scopeOfFile(name), catalog, name)
  bridge().ofFile.set(service, { catalog, name })
  return service
}

/**
 * Has the context of a test hand out the services of the file as this attempt has them. Vitest keeps the value of such a fixture
 * for the whole file and assigns it for each test, although the service may have been stopped and made anew meanwhile.
 */
export function handOutLiving(attempt: Attempt): void {
  const { task } = attempt
  for (const entry of attempt.services.keys()) {
    if (entry.scope !== 'file') continue
    let assigned: unknown
    Object.defineProperty(task.context, entry.name, {
      configurable: true,
      enumerable: true,
      get: () => ofAttempt(task, assigned),
      set: (value: unknown) => {
        assigned = value
      },
    })
  }
}

/** A context that Vitest made for a hook or fixture of the file, whose services of those names all run. */
export async function livingContext(context: object, names: readonly string[]): Promise<object> {
  const living = Object.entries(context).map(async ([name, value]) => {
    const known = names.includes(name) ? ofFile(value) : undefined
    return [name, known === undefined ? value : await serviceOfFile(known.catalog, known.name)] as const
  })
  return Object.fromEntries(await Promise.all(living))
}

/** What an attempt has in the place of what Vitest assigned; that itself, where it is none of ours (an override, say). */
function ofAttempt(task: Task, assigned: unknown): unknown {
  const known = ofFile(assigned)
  const entry = known?.catalog.get(known.name)
  return (entry && bridge().attempts.get(task)?.services.get(entry)) ?? assigned
}

function ofFile(value: unknown): CatalogService | undefined {
  return typeof value === 'object' && value !== null ? bridge().ofFile.get(value) : undefined
}

function attemptOf(task: Task, wanted: string): Attempt {
  const attempt = presentBridge()?.attempts.get(task)
  if (attempt === undefined) throw new PluginMissingError(wanted)
  return attempt
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
