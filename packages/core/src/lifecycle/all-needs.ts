import type { Lifecycle } from './lifecycle.ts'

/** Ids of all that a service needs, directly or not: whoever stops it in our place knows only processes, not what is between them. */
export function allNeedsOf(lifecycle: Lifecycle): readonly string[] {
  const needs = new Set<Lifecycle>(lifecycle.needs.keys())
  for (const need of needs) for (const further of need.needs.keys()) needs.add(further)
  return [...needs].map(({ id }) => id)
}
