import type { Attempt } from './attempt.ts'
import { bridge, type CatalogService } from './bridge.ts'
import { namesOf, type Asker } from './needs.ts'
import { serviceOfFile } from './service-fixtures.ts'
import type { Task } from './task.ts'

/**
 * Has the context of a test hand out the services of the file as this attempt has them. Vitest keeps the value of such a fixture
 * for the whole file and assigns it for each test, although the service may have been stopped and made anew meanwhile.
 */
export function handOutLiving({ task, services }: Attempt): void {
  for (const entry of services.keys()) {
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

/** Code of the whole file, handed a context whose services run when it begins. */
export function handedLiving(code: Asker['code'], parameter: number): Asker['code'] {
  const names = namesOf({ code, parameter })
  if (names.length === 0) return code
  const handed = async (...args: unknown[]): Promise<unknown> => {
    const context = await livingContext(args[parameter] as object, names)
    return (code as (...args: unknown[]) => unknown)(...args.with(parameter, context))
  }
  // Vitest reads from its source what it is to be given.
  return Object.defineProperty(handed, 'toString', { value: () => String(code) })
}

/** A context that Vitest made for a hook or fixture of the file, whose services of those names all run. */
async function livingContext(context: object, names: readonly string[]): Promise<object> {
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
