import type { Needing } from '../run/in-order.ts'
import type { SweptService } from './finish-left.ts'

/** Something of a dead run that may be left: a service on this machine, a process of another host, or a resource. */
export interface LeftThing extends Needing {
  /** It was left up on purpose. */
  readonly wasKept: boolean
  /** Ends it within its own limits; `undefined` when nothing of it was left. */
  finish(): Promise<SweptService | undefined>
}
