import { reachableServices } from '../catalog/reachable-services.ts'
import { protocolOf } from '../protocol.ts'
import type { Member } from './member.ts'
import type { Scope } from './scope.ts'

/**
 * Adds the edges of what services came to hold in their properties since they started. Nobody tells of such an assignment:
 * it is looked for whenever a stop is planned.
 */
export function connectLateProperties(lifecycles: Iterable<Member>): void {
  for (const lifecycle of lifecycles) {
    if (!lifecycle.holdsNeeds) continue
    for (const service of reachableServices(lifecycle.service)) {
      const dependency = protocolOf(service).lifecycle
      if (dependency?.isLive === true) lifecycle.addLateNeed(dependency)
    }
  }
}

/** The members of a scope and of all that are within it: what may need one of its services. */
export function* membersWithin(scope: Scope): Generator<Member> {
  yield* scope.members
  for (const child of scope.children) yield* membersWithin(child)
}
