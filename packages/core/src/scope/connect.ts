import { DependencyCycleError, ScopeMismatchError } from '../errors/catalog-errors.js'
import type { EdgeKind } from '../graph/edge.js'
import type { Lifecycle } from '../lifecycle/lifecycle.js'
import { isWider } from './scope-width.js'

/**
 * Adds the edge "`dependant` needs `dependency`" to the graph, however it became known. The first kind stays.
 *
 * @throws {DependencyCycleError} if the dependency needs the dependant already
 * @throws {ScopeMismatchError} if a wider scope would need a narrower one
 */
export function connect(dependant: Lifecycle, dependency: Lifecycle, kind: EdgeKind): void {
  if (dependant.needs.has(dependency)) return
  const path = pathBetween(dependency, dependant)
  if (path !== undefined) throw new DependencyCycleError([[dependant, ...path].map(memberOf)])
  if (isWider(dependant.host.scopeKind, dependency.host.scopeKind)) {
    throw new ScopeMismatchError(
      { ...memberOf(dependant), scope: dependant.host.scopeKind },
      { ...memberOf(dependency), scope: dependency.host.scopeKind },
    )
  }
  dependant.needs.set(dependency, kind)
  dependency.dependants.add(dependant)
  dependency.usedBy(dependant.host)
  dependant.host.connected(dependant, dependency)
}

function memberOf(lifecycle: Lifecycle) {
  return { name: lifecycle.name, declaredAt: lifecycle.protocol.declaredAt }
}

/** The services on the way from one to another along what they need, both included; `undefined` where there is none. */
function pathBetween(from: Lifecycle, to: Lifecycle): Lifecycle[] | undefined {
  const cameFrom = new Map<Lifecycle, Lifecycle | undefined>([[from, undefined]])
  for (const [here] of cameFrom) {
    if (here === to) {
      const path: Lifecycle[] = []
      for (let step: Lifecycle | undefined = here; step !== undefined; step = cameFrom.get(step)) path.unshift(step)
      return path
    }
    for (const need of here.needs.keys()) if (!cameFrom.has(need)) cameFrom.set(need, here)
  }
  return undefined
}
