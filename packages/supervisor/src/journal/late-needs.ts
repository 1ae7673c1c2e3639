import type { JournalEntry } from '@curfew/protocol'
import type { LateNeeds } from '@curfew/protocol/journal'

/** The late needs that an owner tells in an entry of its journal, if it is one of these. */
export function lateNeedsIn({ event, id, needs }: JournalEntry): LateNeeds | undefined {
  if (event !== 'service-needs' || typeof id !== 'string' || !Array.isArray(needs)) return undefined
  return { id, needs: needs.filter((need) => typeof need === 'string') }
}
