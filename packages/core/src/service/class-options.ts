import { BadOptionError } from '../errors/scope-errors.ts'
import { quoted } from '@curfew/protocol'
import { isWhole, optionProblems } from '../options/options-check.ts'
import { everyService } from '../options/option-tables.ts'
import type { Service } from './service.ts'

/** What a class says of all of its services: its static `tags` and `stopPriority`, and those of its base classes. */
export interface ClassOptions {
  /** Of the base class first. */
  readonly tags: readonly string[]
  /** Of the nearest class that has one. */
  readonly stopPriority: number
}

/** Reads the static members of a class and of its base classes. @throws {BadOptionError} if one of them has a wrong value */
export function classOptions(serviceClass: object): ClassOptions {
  const tags: string[] = []
  let stopPriority: number | undefined
  for (
    let at: object | null = serviceClass;
    typeof at === 'function';
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const own = ownOptions(at)
    tags.unshift(...(own.tags ?? []))
    stopPriority ??= own.stopPriority
  }
  return { tags: [...new Set(tags)], stopPriority: stopPriority ?? 50 }
}

/** The priority that its getter says, which a class may override; another value than a priority is not taken. */
export function priorityOf(service: Service, otherwise: number): number {
  try {
    const { stopPriority } = service
    return isWhole(stopPriority, 0, 100) ? stopPriority : otherwise
  } catch {
    return otherwise
  }
}

function ownOptions(serviceClass: object): Partial<ClassOptions> {
  const own: { tags?: unknown; stopPriority?: unknown } = {}
  for (const name of ['tags', 'stopPriority'] as const) {
    if (Object.hasOwn(serviceClass, name)) own[name] = (serviceClass as Partial<ClassOptions>)[name]
  }
  const { name } = serviceClass as { readonly name?: unknown }
  const what = `class ${quoted(String(name))}`
  const problems = optionProblems(what, own, { tags: everyService.tags, stopPriority: everyService.stopPriority })
  if (problems.length > 0) throw new BadOptionError(`Static members of ${what}: ${problems.join('; ')}.`)
  return own as Partial<ClassOptions>
}
