import type { JournalEntry } from '@curfew/protocol'

/** What a service came to need after it was spawned, or what was between it and another one did; with all that those need. */
export interface LateNeeds {
  readonly id: string
  readonly needs: readonly string[]
}

/** The late needs that an owner tells in an entry of its journal, if it is one of these. */
export function lateNeedsIn({ event, id, needs }: JournalEntry): LateNeeds | undefined {
  if (event !== 'service-needs' || typeof id !== 'string' || !Array.isArray(needs)) return undefined
  return { id, needs: needs.filter((need) => typeof need === 'string') }
}

/** Adds to what a service needs what was found late; called for each in the order in which they were found. */
export function addLateNeeds(service: string, needs: Set<string>, late: LateNeeds): void {
  if (late.id !== service && !needs.has(late.id)) return
  for (const need of late.needs) needs.add(need)
}
