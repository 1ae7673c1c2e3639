import type { Member } from './member.ts'

/**
 * The priority that each service has in effect: its own, or that of its last dependant if that is higher, since the graph
 * comes first. So the waves that they form never contradict the graph.
 *
 * @param sorted - dependants before their dependencies
 */
export function effectivePriorities(sorted: readonly Member[]): Map<Member, number> {
  const effective = new Map<Member, number>()
  for (const lifecycle of sorted) {
    let priority = lifecycle.stopPriority
    for (const dependant of lifecycle.dependants) priority = Math.max(priority, effective.get(dependant) ?? 0)
    effective.set(lifecycle, priority)
  }
  return effective
}

/** A warning for each service whose own priority would have it stop before one that needs it. A place follows its services. */
export function priorityContradictions(sorted: Iterable<Member>): string[] {
  const warnings: string[] = []
  for (const lifecycle of sorted) {
    if (lifecycle.protocol.traits.isPlace) continue
    for (const dependant of lifecycle.dependants) {
      if (dependant.stopPriority <= lifecycle.stopPriority) continue
      warnings.push(
        `stopPriority ${lifecycle.stopPriority} of "${lifecycle.name}" contradicts the graph: ` +
          `"${dependant.name}" (stopPriority ${dependant.stopPriority}) needs it and stops first.`,
      )
    }
  }
  return warnings
}
