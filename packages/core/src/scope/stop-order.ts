import type { StopRequest } from '../lifecycle/lifecycle-scope.ts'
import { withLiveDependants, type Member } from './member.ts'
import { order } from '../graph/order.ts'
import { effectivePriorities } from './stop-priority.ts'

/** How a set of services is stopped. */
export interface StopPlan extends StopRequest {
  /** Orders by `stopPriority` what the graph leaves free. */
  readonly usePriorities?: boolean
  /** Told when one service is over and cleaned up, before its dependencies are told to stop. */
  readonly afterEach?: (lifecycle: Member) => void
}

/**
 * Stops services and, before them, every living service that needs them: each one only after all its dependants are over,
 * and whatever is free of each other at the same time.
 *
 * Guarantee: every service of the set is told to stop, whatever happens to the others. Never rejects on their account:
 * how each one ended is its outcome.
 *
 * @returns the services in the order in which they were over
 */
export async function stopInOrder(targets: Iterable<Member>, plan: StopPlan): Promise<readonly Member[]> {
  const set = withLiveDependants(targets)
  const sorted = order([...set], [...edgesAmong(set)])
  const priorities = plan.usePriorities === true ? effectivePriorities(sorted) : undefined
  const done = new Map<Member, Promise<void>>()
  const ended = new Set<Member>()
  let gate: Promise<unknown> = Promise.resolve()
  for (const wave of waves(sorted, priorities)) {
    const open = gate
    for (const lifecycle of wave) {
      const dependants = [...dependantsOf(lifecycle)].map((dependant) => done.get(dependant) ?? Promise.resolve())
      const over = stopOne(lifecycle, open, dependants, plan, ended)
      done.set(lifecycle, over)
      // Before anything is awaited: from now on it is not handed out any more.
      lifecycle.plannedEnd ??= over.catch(() => {})
    }
    gate = Promise.all(done.values())
  }
  await gate
  return [...ended]
}

async function stopOne(
  lifecycle: Member,
  gate: Promise<unknown>,
  dependants: readonly Promise<void>[],
  plan: StopPlan,
  ended: Set<Member>,
): Promise<void> {
  await gate
  await Promise.all(dependants)
  // What came to need it after the plan was made stops before it all the same.
  for (let late = lifecycle.heldBy(); late.length > 0; late = lifecycle.heldBy()) {
    for (const one of await stopInOrder(late, plan)) ended.add(one)
  }
  await lifecycle.stop(plan)
  plan.afterEach?.(lifecycle)
  ended.add(lifecycle)
}

function* edgesAmong(set: ReadonlySet<Member>): Generator<readonly [Member, Member]> {
  for (const lifecycle of set) {
    for (const dependant of dependantsOf(lifecycle)) if (set.has(dependant)) yield [dependant, lifecycle]
  }
}

/** Its dependants; a node of a cluster also waits for the services of its cluster, which may reach every node. */
function* dependantsOf(lifecycle: Member): Generator<Member> {
  yield* lifecycle.dependants
  if (!lifecycle.protocol.traits.isPlace) return
  for (const [cluster, kind] of lifecycle.needs) {
    if (kind !== 'member') continue
    for (const dependant of cluster.dependants) {
      if (!dependant.protocol.traits.isPlace && !isNeededBy(lifecycle, dependant)) yield dependant
    }
  }
}

/** Whether the service, directly or not, is needed by that place: then it cannot be over before it. */
function isNeededBy(place: Member, service: Member): boolean {
  const seen = new Set<Member>([place])
  for (const one of seen) {
    if (one === service) return true
    for (const need of one.needs.keys()) seen.add(need)
  }
  return false
}

function waves(
  sorted: readonly Member[],
  priorities: ReadonlyMap<Member, number> | undefined,
): Iterable<readonly Member[]> {
  if (priorities === undefined) return [sorted]
  const byPriority = Map.groupBy(sorted, (lifecycle) => priorities.get(lifecycle) ?? lifecycle.stopPriority)
  return [...byPriority.entries()].toSorted(([a], [b]) => a - b).map(([, wave]) => wave)
}
