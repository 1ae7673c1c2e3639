import type { CatalogEntry } from '../catalog/entry.ts'
import { NoSuchServiceError } from '../errors/scope-errors.ts'
import type { Member } from './member.ts'
import { noSuchScope } from './messages.ts'
import type { Scope } from './scope.ts'

/** The instance of one catalog entry in one scope, from the moment that it is requested. */
export interface Instance {
  readonly entry: CatalogEntry
  readonly scope: Scope
  /** Settles when it is running, or cannot be. */
  readonly ready: Promise<Member>
  /** Set once its factory has made it. */
  member: Member | undefined
  /** Set when it is not wanted any more, before it has a member that could be stopped. */
  cancelled: Error | undefined
  /** Whether a request that named it has succeeded: then it stays until it is stopped. */
  held: boolean
  /** Whether a service asked for it whose own stop is planned: what ends after that service may be used still. */
  readonly isForEnding: boolean
  /** The one before it, which has to be over first; `undefined` once it is. */
  predecessor: Instance | undefined
  readonly needs: Instance[]
  /** Whether it failed: a shared one is not tried again for each test, everybody gets the same cause. */
  failed: boolean
}

/** How an instance is asked for. */
export interface Asking {
  /** The entry that needs it; `undefined` for code outside of the catalog. */
  readonly by?: CatalogEntry | undefined
  /** See {@link Instance.isForEnding}. */
  readonly isForEnding: boolean
}

/**
 * Whether the next request gets a new one. A service that is about to be stopped itself gets the present one, as long as
 * that lives: a new one would wait for the end of the old one, which may wait for the end of the service.
 */
export function isOver({ member, cancelled }: Pick<Instance, 'member' | 'cancelled'>, asking: Asking): boolean {
  if (member === undefined) return cancelled !== undefined
  return member.isReplaced && !(asking.isForEnding && member.isDoomed)
}

/** Whether an instance, or something that it needs, waits for the end of one whose stop has not begun. */
export function awaitsDoomed({ predecessor, needs, member }: Instance): boolean {
  if (member !== undefined) return false
  return predecessor?.member?.isDoomed === true || needs.some(awaitsDoomed)
}

/** The members whose end an instance, or something that it needs, still waits for, as far as that is known now. */
export function awaitedEnds({ predecessor, needs, member }: Instance): Member[] {
  if (member !== undefined) return []
  const ends =
    predecessor === undefined ? [] : predecessor.member === undefined ? awaitedEnds(predecessor) : [predecessor.member]
  return [...ends, ...needs.flatMap(awaitedEnds)]
}

/** Resolves when an instance is over and cleaned up. One that was cancelled before it had a member starts nothing. */
export async function endOf({ member, predecessor }: Instance): Promise<void> {
  if (member !== undefined) await (member.plannedEnd ?? member.stop())
  else if (predecessor !== undefined) await endOf(predecessor)
}

/**
 * The scope that the instance of an entry belongs to, when it is asked for in a narrower one.
 *
 * @throws {NoSuchServiceError} if no scope of its kind is open
 */
export function homeOf(scope: Scope, entry: CatalogEntry, asking: Asking): Scope {
  if (scope.engine.builtIn(entry.name) === entry) return homeOfBuiltIn(scope, entry, asking)
  if (scope.hostsWider) return scope
  for (const wider of scope.outward()) if (wider.kind === entry.scope) return wider
  const by =
    asking.by === undefined
      ? `in the scope of ${scope.kind} "${scope.name}"`
      : `by "${asking.by.name}" (scope ${asking.by.scope})`
  throw new NoSuchServiceError(noSuchScope(entry.name, entry.scope, by))
}

/** One `node` and one `cluster` for everybody: the nearest that lives, else a new one in this scope. */
function homeOfBuiltIn(scope: Scope, entry: CatalogEntry, asking: Asking): Scope {
  for (const wider of scope.outward()) {
    const present = wider.instances.get(entry)
    if (present !== undefined && !isOver(present, asking)) return wider
  }
  return scope
}
