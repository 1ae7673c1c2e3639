import { DependencyCycleError, ScopeMismatchError } from '../errors/catalog-errors.ts'
import type { EdgeKind } from '../graph/edge.ts'
import { pathBetween } from '../graph/path.ts'
import { Lifecycle } from '../lifecycle/lifecycle.ts'
import { isSatisfied, isSpent } from '../lifecycle/standing.ts'
import type { Service } from '../service/service.ts'
import type { Scope } from './scope.ts'
import { isWider } from './scope-width.ts'

/**
 * A service in the graph of its scope: a {@link Lifecycle}, which knows that one service only, and what is known of the others:
 * what it needs, what needs it, who uses it, where it runs.
 */
export class Member extends Lifecycle {
  declare readonly scope: Scope
  readonly needs: Map<Member, EdgeKind> = new Map()
  readonly dependants: Set<Member> = new Set()
  /** What it came to need at run time and then stopped itself: it needs that no more. */
  readonly givenUp: Set<Member> = new Set()
  /** Waits of other services' code for its end or its clean-up. */
  readonly awaitedBy: Set<{ readonly asker: Member }> = new Set()
  /** Scopes that use it, besides the one that owns it. */
  readonly users: Set<Scope> = new Set()
  /** The node or cluster that it hangs on. */
  place: Service | undefined
  /** Resolves when the stop that was planned for it is over; set as soon as one is planned, before its dependants end. */
  plannedEnd: Promise<unknown> | undefined

  /** Whether a stop is planned for it and has not reached it yet, since what needs it ends first. */
  get isDoomed(): boolean {
    if (this.plannedEnd === undefined) return false
    return this.state === 'new' || this.state === 'starting' || isSatisfied(this)
  }

  /** Whether a new one takes its place when it is asked for again: see {@link isSpent}, or it is about to be stopped. */
  get isReplaced(): boolean {
    return this.isDoomed || isSpent(this)
  }

  /** Its dependants that hold it: alive, or not cleaned up. */
  heldBy(): Member[] {
    return [...this.dependants].filter((dependant) => dependant.holdsNeeds)
  }

  /**
   * Adds the edge "this needs `dependency`" to the graph, however it became known. The first kind stays.
   *
   * @throws {DependencyCycleError} if the dependency needs this one already
   * @throws {ScopeMismatchError} if a wider scope would need a narrower one
   */
  addNeed(dependency: Member, kind: EdgeKind): void {
    if (this.needs.has(dependency)) return
    const path = pathAlongNeeds(dependency, this)
    if (path !== undefined) throw new DependencyCycleError([[this, ...path].map(namedAt)])
    if (isNarrower(dependency, this)) {
      throw new ScopeMismatchError(
        { ...namedAt(this), scope: this.scope.kind },
        { ...namedAt(dependency), scope: dependency.scope.kind },
      )
    }
    this.#add(dependency, kind)
  }

  /**
   * The same for an edge that nobody declared and that was found while this one runs. Where it cannot be one, since the other
   * needs this one or would end before it, there is none: then it is a reference back.
   */
  addLateNeed(dependency: Member): void {
    if (this === dependency || this.needs.has(dependency) || this.givenUp.has(dependency)) return
    if (isNarrower(dependency, this) || pathAlongNeeds(dependency, this) !== undefined) return
    this.#add(dependency, 'runtime')
  }

  /** Takes an edge away that was found at run time, since this one itself stops what it needed. */
  giveUp(dependency: Member): void {
    this.needs.delete(dependency)
    dependency.dependants.delete(this)
    this.givenUp.add(dependency)
  }

  #add(dependency: Member, kind: EdgeKind): void {
    this.needs.set(dependency, kind)
    dependency.dependants.add(this)
    if (dependency.scope !== this.scope) dependency.users.add(this.scope)
    this.scope.engine.journal.needFound(this, dependency)
  }
}

/** Members with all that they need, directly or not, in whatever scope. */
export function withNeeds(members: Iterable<Member>): Set<Member> {
  const all = new Set(members)
  for (const member of all) for (const need of member.needs.keys()) all.add(need)
  return all
}

/** Members with everything that needs one of them, however far away, and is alive or has to be cleaned up. */
export function withLiveDependants(members: Iterable<Member>): Set<Member> {
  const all = new Set(members)
  for (const member of all) for (const dependant of member.heldBy()) all.add(dependant)
  return all
}

/** The scopes that a member belongs to or is used by, and those of all that needs it. */
export function usersOf(member: Member): Set<Scope> {
  const scopes = new Set<Scope>()
  for (const one of withLiveDependants([member])) {
    for (const user of one.users) scopes.add(user)
    scopes.add(one.scope)
  }
  return scopes
}

/** What cannot stop because of a member that does not, outermost first: `db waits for cache waits for api`. */
export function* heldUpBy(member: Member, below: readonly string[] = [member.name]): Generator<string> {
  const waiting = [...member.needs.keys()].filter((need) => need.isLive && !need.protocol.traits.isPlace)
  if (waiting.length === 0 && below.length > 1) yield below.join(' waits for ')
  for (const need of waiting) if (below.length < 5) yield* heldUpBy(need, [need.name, ...below])
}

function isNarrower(dependency: Member, dependant: Member): boolean {
  return isWider(dependant.scope.kind, dependency.scope.kind)
}

function namedAt(member: Member) {
  return { name: member.name, declaredAt: member.protocol.declaredAt }
}

function pathAlongNeeds(from: Member, to: Member): Member[] | undefined {
  return pathBetween(from, to, (here) => here.needs.keys())
}
