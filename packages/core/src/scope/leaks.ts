import { describeDeclaredAt } from '../location/declared-at.ts'
import { LeakedError, type Leak } from '../errors/leak-error.ts'
import { within } from '../lifecycle/deadline.ts'
import type { Member } from './member.ts'
import { messageOf } from '../errors/message-of.ts'
import type { ProcessInfo, ProcessLeak } from '@curfew/protocol'
import { livingThreads } from '../runtime/thread.ts'
import type { Scope } from './scope.ts'

/**
 * Looks for what a scope started and that lives on though its services are gone. What a service itself was reported for
 * (it could not be ended) is not told again. One call to the supervisor, and none where no process was started.
 */
export async function findLeaks(scope: Scope): Promise<readonly Leak[]> {
  if (scope.engine.settings.leaks === 'off') return []
  const gone = [...scope.members].filter(
    ({ outcome, startedAtMs }) => startedAtMs !== undefined && outcome?.gone === true,
  )
  const ofServices = gone.length === 0 ? [] : [...threadLeaks(gone), ...(await processLeaks(scope, gone))]
  return [...ofServices, ...(await ownLeaks(scope))]
}

/** Fails the scope with its leaks, or only says so, as the setting `leaks` wants it. */
export function reportLeaks(scope: Scope, leaks: readonly Leak[]): void {
  if (leaks.length === 0 || scope.engine.settings.leaks === 'off') return
  const whose = `${scope.kind} "${scope.name}"`
  recordLeaks(scope, whose, leaks)
  const error = new LeakedError(whose, leaks)
  if (scope.engine.settings.leaks === 'warn') scope.warn(error.message)
  else scope.report(error)
}

/** Writes what outlived a service into the records of that service, whose log is still open. */
function recordLeaks(scope: Scope, whose: string, leaks: readonly Leak[]): void {
  const level = scope.engine.settings.leaks === 'warn' ? 'warn' : 'error'
  for (const [service, own] of Map.groupBy(leaks, (one) => one.service)) {
    // One of that name that was replaced was gone before the last one began.
    const lifecycle = [...scope.members].findLast(({ name }) => name === service)
    const error = new LeakedError(whose, own)
    lifecycle?.log?.report(level, error.message, error)
  }
}

/** What code of the scope started by itself; it is given the time of a kill to end, since it may have been told to. */
async function ownLeaks(scope: Scope): Promise<readonly Leak[]> {
  const { engine, limits } = scope
  // This process is about to end, and the end of the run does not wait so long.
  if (engine.doomed !== undefined) return []
  const left = await engine.startWatch.left(scope, limits.killTimeoutMs)
  return left.map(({ started, place, scopes }) => {
    const isThread = 'threadId' in started
    return {
      kind: isThread ? 'thread' : 'process',
      what: isThread ? `thread ${started.threadId}` : `pid ${started.pid} (${started.spawnargs.join(' ')})`,
      fate: `${startedByOneOf(scopes)}left alone, since it is no service`,
      service: undefined,
      createdAt: place && describeDeclaredAt(place),
    }
  })
}

function startedByOneOf(scopes: readonly Scope[]): string {
  if (scopes.length === 1) return ''
  return `started by one of the tests ${scopes.map(({ name }) => `"${name}"`).join(', ')}, which ran at that time; `
}

function* threadLeaks(gone: readonly Member[]): Generator<Leak> {
  const byId = new Map(gone.map((lifecycle) => [lifecycle.id, lifecycle]))
  for (const thread of livingThreads()) {
    const lifecycle = byId.get(thread.serviceId)
    if (lifecycle !== undefined) yield leak(lifecycle, 'thread', thread.describe(), 'it still runs')
  }
}

async function processLeaks(scope: Scope, gone: readonly Member[]): Promise<readonly Leak[]> {
  const { engine, limits } = scope
  const byId = new Map(
    gone
      .filter(({ protocol, runtime }) => protocol.traits.isHosted && runtime?.pid !== undefined)
      .map((lifecycle) => [lifecycle.id, lifecycle]),
  )
  if (byId.size === 0) return []
  try {
    const processHost = await engine.connection.present()
    const asked = processHost?.leaks([...byId.keys()]) ?? Promise.resolve([])
    const found = await within(engine.clock, limits.cleanupTimeoutMs, asked, undefined)
    if (found === undefined) throw new Error(`the supervisor did not answer within ${limits.cleanupTimeoutMs} ms`)
    return found.flatMap((each) => [...leaksOf(byId.get(each.id), each)])
  } catch (error) {
    scope.warn(`${scope.kind} "${scope.name}" could not be looked through for leaks: ${messageOf(error)}`)
    return []
  }
}

function* leaksOf(lifecycle: Member | undefined, { processes, survivors, ports }: ProcessLeak): Generator<Leak> {
  if (lifecycle === undefined) return
  const alive = new Set(survivors.map(({ pid }) => pid))
  for (const info of processes) {
    yield leak(
      lifecycle,
      'process',
      describe(info),
      alive.has(info.pid) ? 'it could not be killed' : 'it was killed now',
    )
  }
  for (const { host, port, holder } of ports) {
    const by = holder === null ? 'somebody' : describe(holder)
    yield leak(
      lifecycle,
      'port',
      `${host}:${port}`,
      `${by} listens there; not proved to be of the service, so left alone`,
    )
  }
}

function leak({ name, protocol }: Member, kind: Leak['kind'], what: string, fate: string): Leak {
  const { declaredAt } = protocol
  return { kind, what, fate, service: name, createdAt: declaredAt && describeDeclaredAt(declaredAt) }
}

function describe({ pid, command, cwd }: ProcessInfo): string {
  return `pid ${pid} (${command}${cwd === undefined ? '' : `, in ${cwd}`})`
}
