import type { ServiceVerdictData } from './verdict-data.ts'

interface Stop {
  readonly name: string
  readonly needs: readonly string[]
  readonly beganMs: number
  readonly overMs: number
}

/**
 * The order in which services were stopped, as groups: the stops of a group began together, and each group began when one of
 * the group before was over. A service that ended by itself, as it may, was not stopped and is in none.
 */
export function stopGroups(services: readonly ServiceVerdictData[]): readonly (readonly string[])[] {
  const stops = services.flatMap(stopOf).toSorted(byBegin)
  const groups: Stop[][] = []
  for (const stop of stops) {
    const group = groups.at(-1)
    const follows = group?.some(({ needs, overMs }) => needs.includes(stop.name) || overMs <= stop.beganMs) ?? true
    if (follows) groups.push([stop])
    else group?.push(stop)
  }
  return groups.map((group) => group.map(({ name }) => name))
}

/** Of two stops too short for the clock, the one of the dependant was first. */
function byBegin(a: Stop, b: Stop): number {
  const dependantFirst = Number(b.needs.includes(a.name)) - Number(a.needs.includes(b.name))
  return a.beganMs - b.beganMs || a.overMs - b.overMs || dependantFirst
}

function stopOf({ name, needs, outcome, endedAtMs }: ServiceVerdictData): Stop[] {
  if (outcome === undefined || endedAtMs === undefined) return []
  if (outcome.how === 'kept' || (outcome.how === 'exited' && outcome.errors.length === 0)) return []
  return [{ name, needs, beganMs: endedAtMs - (outcome.stopMs ?? 0), overMs: endedAtMs }]
}
