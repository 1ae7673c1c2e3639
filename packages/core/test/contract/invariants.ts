import { isCurfewError } from '@curfew/core'
import { protocolOf } from '../../src/protocol.ts'
import { startErrors } from './faults.ts'
import { aliveAt, over, step, type Step, type Trace, type Traced } from './trace.ts'

/** What of the contract a run broke, in words; empty when it kept it. Knows plans and steps, and nothing of the engine. */
export function broken(trace: Trace): string[] {
  return [
    ...trace.instances.flatMap((traced) => [
      ...startsAfterItsNeeds(traced),
      ...stopsBeforeItsNeeds(traced, trace.killTimeoutMs),
      ...hasOneLife(traced, trace),
      ...startsNotAfterTheClose(traced, trace),
    ]),
    ...errorsAreThoseOfTheFaults(trace),
  ]
}

function* startsAfterItsNeeds(traced: Traced): Generator<string> {
  const launch = step(traced, 'launch')
  if (launch === undefined) return
  for (const need of traced.needs) {
    const running = step(need, 'running')
    if (running === undefined || running.seq > launch.seq) yield `${nameOf(traced)} launched before ${nameOf(need)} ran`
    const stopping = step(need, 'stopping')
    if (stopping !== undefined && stopping.seq < launch.seq)
      yield `${nameOf(traced)} launched when ${nameOf(need)} stopped`
  }
}

/** Nothing alive is left without what it needs, but for a need that ended by itself, or a dependant that cannot be killed. */
function* stopsBeforeItsNeeds(traced: Traced, killTimeoutMs: number): Generator<string> {
  for (const need of traced.needs) {
    const toldToStop = step(need, 'stopping', 'stop')
    if (toldToStop === undefined || !aliveAt(traced, toldToStop.seq)) continue
    const told = step(traced, 'stopping')
    const end = over(traced)
    const kill = step(traced, 'kill')
    const wasGivenUp =
      traced.plan.fault === 'unkillable' &&
      end !== undefined &&
      told !== undefined &&
      kill !== undefined &&
      end.seq < toldToStop.seq &&
      end.atMs - kill.atMs >= killTimeoutMs
    if (!wasGivenUp) yield `${nameOf(traced)} was alive when ${nameOf(need)}, which it needs, was told to stop`
  }
}

function* hasOneLife(traced: Traced, trace: Trace): Generator<string> {
  const name = nameOf(traced)
  for (const what of ['starting', 'running', 'stopping', 'launch', 'launched', 'terminate', 'kill', 'exit'] as const) {
    if (traced.steps.filter((one) => one.what === what).length > 1) yield `${name}: ${what} twice`
  }
  const ends = traced.steps.filter(({ what }) => what === 'stopped' || what === 'failed')
  const { outcome, state } = traced.fake
  const lifecycle = protocolOf(traced.fake).lifecycle
  if (step(traced, 'starting') === undefined) {
    if (step(traced, 'launch') !== undefined) yield `${name}: launched without a start`
    if (lifecycle !== undefined && outcome === undefined) yield `${name}: taken, never started, and left ${state}`
    return
  }
  if (ends.length !== 1) yield `${name}: ended ${ends.length} times`
  if (outcome === undefined || (state !== 'stopped' && state !== 'failed')) yield `${name}: left ${state}`
  if (traced.plan.fault === 'unkillable') {
    if (outcome?.gone === true && aliveAt(traced, Infinity)) yield `${name}: said to be gone, and alive`
  } else if (aliveAt(traced, Infinity)) yield `${name}: alive at the end`
  const stopping = step(traced, 'stopping')
  const running = step(traced, 'running')
  if (running !== undefined && stopping !== undefined && running.seq > stopping.seq) yield `${name}: ran after its stop`
  const told = trace.verdict?.services.filter(({ id }) => id === lifecycle?.id) ?? []
  if (told.length !== 1) yield `${name}: ${told.length} times in the verdict`
  else if (told[0]?.outcome !== outcome || told[0]?.state !== state) yield `${name}: the verdict tells something else`
}

function* startsNotAfterTheClose(traced: Traced, trace: Trace): Generator<string> {
  const launch = step(traced, 'launch')
  if (launch !== undefined && launch.seq > trace.closeSeq) yield `${nameOf(traced)} launched after the close began`
}

function errorsAreThoseOfTheFaults(trace: Trace): string[] {
  const expected = trace.instances.flatMap((traced) => failuresOf(traced, trace)).toSorted()
  const found = (trace.verdict?.errors ?? []).map(described).toSorted()
  if (expected.join() === found.join()) return []
  return [`errors of the verdict: expected ${expected.join(', ') || 'none'}; found ${found.join(', ') || 'none'}`]
}

/** The errors that the fault of an instance has to be in the verdict with, by what happened to it. */
function failuresOf(traced: Traced, trace: Trace): string[] {
  const { name, fault } = traced.plan
  const fails = (code: string) => [`${name} ${code}`]
  const terminate = step(traced, 'terminate')
  const kill = step(traced, 'kill')
  const exit = step(traced, 'exit')
  const stopping = step(traced, 'stopping')
  if (stopping?.by === 'fail') {
    // It was thrown where the start was asked for, unless the close began before it was over.
    const ended = over(traced)
    const code = startErrors[fault]
    if (code === undefined || ended === undefined || ended.seq < trace.closeSeq) return []
    return [...fails(code), ...(wasKilledByItsLimit(traced) ? fails('CURFEW_KILLED') : [])]
  }
  if (fault === 'crashes' && exit !== undefined && exit.seq < (terminate?.seq ?? kill?.seq ?? Infinity)) {
    return step(traced, 'running') === undefined ? [] : fails('CURFEW_CRASHED')
  }
  if (fault === 'unkillable' && kill !== undefined) return fails('CURFEW_LEFT_ALIVE')
  if (terminate === undefined) return []
  if (fault === 'stop throws' || fault === 'stop rejects') return fails('CURFEW_STOP_FAILED')
  if (kill !== undefined) return wasKilledByItsLimit(traced) ? fails('CURFEW_KILLED') : []
  return fault === 'unclean exit' || exitedByItself(traced, terminate, exit) ? fails('CURFEW_UNCLEAN_STOP') : []
}

function wasKilledByItsLimit(traced: Traced): boolean {
  const terminate = step(traced, 'terminate')
  const kill = step(traced, 'kill')
  if (terminate === undefined || kill === undefined) return false
  return kill.atMs - terminate.atMs === traced.plan.stopTimeoutMs
}

/** Whether it exited with an error of its own while it was stopping, before it got to obey. */
function exitedByItself({ plan, steps }: Traced, terminate: Step, exit: Step | undefined): boolean {
  const launched = steps.find(({ what }) => what === 'launched')
  if (exit === undefined || launched === undefined) return false
  if (plan.fault !== 'crashes' && plan.fault !== 'exits while starting') return false
  const ownExitAtMs = launched.atMs + plan.exitAfterMs
  const obeysAtMs = terminate.atMs + plan.stopMs
  return ownExitAtMs < obeysAtMs || (ownExitAtMs === obeysAtMs && launched.seq < terminate.seq)
}

function described(error: Error): string {
  return isCurfewError(error) ? `${String((error as { service?: unknown }).service)} ${error.code}` : String(error)
}

function nameOf({ plan }: Traced): string {
  return plan.name
}
