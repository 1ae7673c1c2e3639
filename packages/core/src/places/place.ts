import type { Whereabouts } from '../lifecycle/lifecycle-scope.ts'
import type { Member } from '../scope/member.ts'
import type { Service } from '../service/service.ts'

/** Where a service runs, as far as its lifecycle asks. */
export interface Place extends Whereabouts {
  /** Resolves when the node is up; rejects with the signal's reason. */
  waitTillUp(signal: AbortSignal): Promise<void>
}

/** What a node or a cluster carries, so that it is known as a place in every realm. */
const PLACE: unique symbol = Symbol.for('curfew.place@1') as never

const here: Place = { host: '127.0.0.1', node: null, cluster: null, waitTillUp: async () => {} }

/** The place of a service: of the node or cluster that it hangs on, or this machine. */
export function placeOf(lifecycle: Member): Place {
  const { place } = lifecycle
  return place !== undefined && isPlace(place) ? (place as Service & Carrier)[PLACE] : here
}

/** Makes a node or a cluster a place in every realm. */
export function makePlace(service: Service, place: Place): void {
  Object.defineProperty(service, PLACE, { value: place })
}

export function isPlace(service: Service): boolean {
  return PLACE in service
}

interface Carrier {
  readonly [PLACE]: Place
}
