import { DependencyCycleError, ScopeMismatchError } from '../errors/catalog-errors.ts'
import type { EdgeKind } from '../graph/edge.ts'
import { pathBetween } from '../graph/path.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import { isWider } from './scope-width.ts'

/**
 * Adds the edge "`dependant` needs `dependency`" to the graph, however it became known. The first kind stays.
 *
 * @throws {DependencyCycleError} if the dependency needs the dependant already
 * @throws {ScopeMismatchError} if a wider scope would need a narrower one
 */
export function connect(dependant: Lifecycle, dependency: Lifecycle, kind: EdgeKind): void {
  if (dependant.needs.has(dependency)) return
  const path = pathAlongNeeds(dependency, dependant)
  if (path !== undefined) throw new DependencyCycleError([[dependant, ...path].map(memberOf)])
  if (isNarrower(dependency, dependant)) {
    throw new ScopeMismatchError(
      { ...memberOf(dependant), scope: dependant.host.scopeKind },
      { ...memberOf(dependency), scope: dependency.host.scopeKind },
    )
  }
  add(dependant, dependency, kind)
}

/**
 * The same for an edge that nobody declared and that was found while the dependant runs. Where it cannot be one, since the
 * other needs the dependant or would end before it, there is none: then it is a reference back.
 */
export function connectLate(dependant: Lifecycle, dependency: Lifecycle): void {
  if (dependant === dependency || dependant.needs.has(dependency) || dependant.givenUp.has(dependency)) return
  if (isNarrower(dependency, dependant) || pathAlongNeeds(dependency, dependant) !== undefined) return
  add(dependant, dependency, 'runtime')
}

/** Takes an edge away that was found at run time, since the dependant itself stops what it needed. */
export function giveUp(dependant: Lifecycle, dependency: Lifecycle): void {
  dependant.needs.delete(dependency)
  dependency.dependants.delete(dependant)
  dependant.givenUp.add(dependency)
}

function add(dependant: Lifecycle, dependency: Lifecycle, kind: EdgeKind): void {
  dependant.needs.set(dependency, kind)
  dependency.dependants.add(dependant)
  dependency.usedBy(dependant.host)
  dependant.host.connected(dependant, dependency)
}

function isNarrower(dependency: Lifecycle, dependant: Lifecycle): boolean {
  return isWider(dependant.host.scopeKind, dependency.host.scopeKind)
}

function memberOf(lifecycle: Lifecycle) {
  return { name: lifecycle.name, declaredAt: lifecycle.protocol.declaredAt }
}

function pathAlongNeeds(from: Lifecycle, to: Lifecycle): Lifecycle[] | undefined {
  return pathBetween(from, to, (here) => here.needs.keys())
}
