import type { FinishedService } from '@curfew/protocol/journal'
import { endInOrder, type Needing } from './in-order.ts'

/** Something that the supervisor ends in the place of an owner that does not: a process with its tree, or a resource. */
export interface Supervised extends Needing {
  /** Its name in messages. */
  readonly service: string
  /** Those of its order, and what was found later. */
  readonly needs: Set<string>
  /** Whether it is still to be ended: neither gone, nor left up on purpose. */
  readonly isLeft: boolean
  /** Ends it within its own limits. */
  finish(): Promise<FinishedService>
}

/**
 * Ends things in their owner's place, as the owner would have: whatever needs a thing is gone before that is asked to end,
 * and things with no path between them end at the same time.
 */
export function finishAll(things: readonly Supervised[]): Promise<readonly FinishedService[]> {
  return endInOrder(
    things.filter(({ isLeft }) => isLeft),
    (thing) => thing.finish(),
  )
}
