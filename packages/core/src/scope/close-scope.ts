import { ScopeStopTimeoutError } from '../errors/scope-errors.ts'
import { within } from '../lifecycle/deadline.ts'
import { toError } from '../lifecycle/settled.ts'
import type { Member } from './member.ts'
import { keepUp } from './keep-up.ts'
import { connectLateProperties } from './late-properties.ts'
import { findLeaks, reportLeaks } from './leaks.ts'
import { stopTimeout, survivor } from './messages.ts'
import type { Scope } from './scope.ts'
import { stopInOrder } from './stop-order.ts'
import { priorityContradictions } from './stop-priority.ts'
import { serviceVerdict, type ServiceVerdict, type Verdict } from './verdict.ts'

/** Stops everything that a scope owns, then runs what comes after, and draws the verdict up. */
export async function closeScope(scope: Scope): Promise<Verdict> {
  const { clock, end } = scope
  const begun = clock.nowMs()
  // Inner scopes first. They close by themselves; here only one that its owner forgot, or whose close failed: that is reported,
  // and stops nothing of this scope from being stopped.
  for (const closed of await Promise.allSettled([...scope.children].map((child) => child.close(scope.signal.reason)))) {
    if (closed.status === 'rejected') scope.report(toError(closed.reason))
    else for (const error of closed.value.errors) scope.report(error)
  }
  const kept = await keepUp(scope, end.toKeep)
  const ended = await stopAll(scope)
  if (kept.length === 0) await runCleanups(scope)
  const leaks = await findLeaks(scope)
  reportLeaks(scope, kept.length === 0 ? [...leaks, ...(await end.directories.remove())] : leaks)
  for (const lifecycle of ended) for (const warning of lifecycle.warnings) scope.warn(warning)
  for (const warning of priorityContradictions(ended)) scope.warn(warning)
  const services = await drawUp(scope)
  const closedAtMs = clock.nowMs()
  return {
    scopeId: scope.id,
    kind: scope.kind,
    name: scope.name,
    openedAtMs: scope.openedAtMs,
    closedAtMs,
    stopMs: closedAtMs - begun,
    services,
    kept,
    // Some were over long before the close: stopped by hand, with their node, or by themselves.
    stopOrder: ended
      .filter((lifecycle) => lifecycle.startedAtMs !== undefined && lifecycle.state !== 'kept')
      .toSorted((a, b) => (a.endedAtMs ?? closedAtMs) - (b.endedAtMs ?? closedAtMs))
      .map((lifecycle) => lifecycle.name),
    errors: end.errors.counting,
    warnings: end.warnings,
  }
}

async function stopAll(scope: Scope): Promise<readonly Member[]> {
  const { members } = scope
  // A start that fails from now on is thrown to nobody: whoever asked for it is told that the scope is over.
  const live = new Set([...members].filter((member) => member.isLive))
  const limitMs = scope.limits.totalStopTimeoutMs
  const force = new AbortController()
  const forced = Promise.withResolvers<void>()
  const timer = scope.engine.clock.after(limitMs, () => {
    const survivors = [...members].filter((member) => member.isLive || member.cleanUp.isRunning).map(survivor)
    const message = stopTimeout(`${scope.kind} "${scope.name}"`, limitMs, survivors)
    scope.report(new ScopeStopTimeoutError(message, { limitMs, survivors }))
    force.abort()
    forced.resolve()
  })
  try {
    await Promise.race([Promise.all([...members].map((member) => member.quiesce())), forced.promise])
    connectLateProperties(members)
    return await stopInOrder(members, {
      total: { by: 'scope-limit', limitMs, passed: force.signal },
      usePriorities: true,
      afterEach: (lifecycle) => {
        // The error of a start that had failed was thrown where the start was asked for.
        for (const error of lifecycle.wasRunning || live.has(lifecycle) ? (lifecycle.outcome?.errors ?? []) : []) {
          if (!scope.end.crashes.wasLeftToUsers(error)) scope.report(error)
        }
        if (lifecycle.cleanUp.error !== undefined) scope.report(lifecycle.cleanUp.error)
      },
    })
  } finally {
    timer.cancel()
  }
}

function runCleanups(scope: Scope): Promise<void> {
  return scope.end.cleanups.run(scope.clock, scope.limits.cleanupTimeoutMs, scope, (error) => {
    scope.report(error)
  })
}

/** Reads what is kept of each service, then closes its log; bounded, since a log on a hung disk must not hold the test. */
async function drawUp(scope: Scope): Promise<readonly ServiceVerdict[]> {
  const { engine, limits, members } = scope
  const services = await Promise.all([...members].map(serviceVerdict))
  const logs = Promise.all([...members].map((member) => closeLog(member)))
  await within(engine.clock, limits.cleanupTimeoutMs, logs, undefined)
  for (const member of members) for (const problem of member.log?.problems ?? []) scope.warn(problem)
  return services
}

async function closeLog(member: Member): Promise<void> {
  member.runtime?.release?.()
  await member.recorded
  await member.log?.close()
}
