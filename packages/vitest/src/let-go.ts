import type { Layer } from './needs.ts'
import type { Task } from './task.ts'

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
