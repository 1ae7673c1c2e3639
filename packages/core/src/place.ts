import type { Whereabouts } from './lifecycle/lifecycle-scope.ts'
import { isService } from './protocol.ts'
import type { Member } from './scope/member.ts'
import type { Service } from './service/service.ts'
import type { Cluster } from './places/cluster.ts'
import type { Node } from './places/node.ts'

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
export function carryPlace(service: Service, place: Place): void {
  Object.defineProperty(service, PLACE, { value: place })
}

export function isPlace(service: Service): boolean {
  return PLACE in service
}

/** Whether a value is a node, of whatever copy of this package. */
export function isNode(value: unknown): value is Node {
  return isPlaceOf(value, ({ node }) => node !== null)
}

/** Whether a value is a cluster, of whatever copy of this package. */
export function isCluster(value: unknown): value is Cluster {
  return isPlaceOf(value, ({ node }) => node === null)
}

function isPlaceOf(value: unknown, is: (place: Place) => boolean): boolean {
  return isService(value) && isPlace(value) && is((value as Service & Carrier)[PLACE])
}

interface Carrier {
  readonly [PLACE]: Place
}
