import { expect, test } from 'vitest'
import { failsToStart, faults, type Fault, type Plan } from './faults.ts'
import { broken } from './invariants.ts'
import { over, step, Trace, withoutStacks } from './trace.ts'

withoutStacks()

const killTimeoutMs = 10
const totals = { startTimeoutMs: 40, stopTimeoutMs: 20, killMs: 1, exitAfterMs: 6, stopPriority: 50 }
/** Different for each service, and no sum of some is a sum of others: a wait for the wrong one shows in the time. */
const launchMs = [3, 5, 9, 17]
const stopMs = [2, 4, 8, 16]
const pollMs = 60

/** When the scope closes: so long after the start began, when the fault of a start is being cleared away, or once all settled. */
const moments = [0, 4, 13, 'in the roll-back', 'running'] as const
type Moment = (typeof moments)[number]

for (const size of [1, 2, 3, 4]) {
  test(
    `all graphs of ${size} services, each fault in each place, at each moment of the close`,
    { timeout: 1_200_000 },
    async () => {
      const wrong: string[] = []
      let runs = 0
      for (const graph of graphs(size)) {
        for (const fault of faults) {
          for (let at = 0; at < (fault === 'none' ? 1 : size); at++) {
            for (const moment of moments) {
              if (moment === 'in the roll-back' && !failsToStart(fault)) continue
              runs++
              const found = await run(plansOf(graph, at, fault), moment)
              wrong.push(...found.map((what) => `${shown(graph)}, s${at} ${fault}, close ${moment}: ${what}`))
            }
          }
        }
      }
      expect(wrong.slice(0, 10)).toEqual([])
      expect(runs).toBe(graphs(size).length * (4 + size * (6 * 4 + 3 * 5)))
    },
  )
}

/** Runs one row, and tells what of the contract it broke. */
async function run(plans: readonly Plan[], moment: Moment): Promise<string[]> {
  const trace = new Trace(plans, killTimeoutMs)
  const { world } = trace
  const scope = world.test()
  const up = scope.start(
    world.entries,
    plans.map(({ name }) => name),
  )
  const started = up.then(
    () => true,
    () => false,
  )
  const model = modelOf(plans, moment)
  const wrong: string[] = []
  if (moment === 'running') {
    const isUp = await world.clock.until(started)
    if (isUp !== model.startsAll) wrong.push(`the start ${isUp ? 'succeeded' : 'failed'}`)
    const took = world.clock.nowMs()
    if (isUp ? took !== model.startMs : took > model.startMs)
      wrong.push(`the start took ${took} of ${model.startMs} ms`)
    await world.clock.advance(pollMs)
  } else {
    await world.clock.advance(moment === 'in the roll-back' ? model.failsAtMs + 1 : moment)
  }
  const verdict = await trace.close(scope)
  await world.clock.until(started)
  await world.clock.advance(1_000)
  if (moment === 'running' && model.startsAll) {
    if (verdict.stopMs !== model.stopMs) wrong.push(`the stop took ${verdict.stopMs} of ${model.stopMs} ms`)
    for (const traced of trace.instances) {
      const toldMs = step(traced, 'stopping', 'stop')
      const expectedMs = model.toldAtMs.get(traced.plan.name)
      if (toldMs !== undefined && toldMs.atMs - trace.closeAtMs !== expectedMs)
        wrong.push(`${traced.plan.name} was told to stop after ${toldMs.atMs - trace.closeAtMs} ms, not ${expectedMs}`)
    }
  } else if (verdict.stopMs > model.stopMs) wrong.push(`the stop took ${verdict.stopMs} of at most ${model.stopMs} ms`)
  if (trace.instances.some((traced) => (over(traced)?.atMs ?? 0) > verdict.closedAtMs))
    wrong.push('the close resolved before all were over')
  return [...wrong, ...broken(trace)]
}

/** What the whole has to take: worked out from the plans alone. */
function modelOf(plans: readonly Plan[], moment: Moment) {
  const readyAtMs = new Map<string, number>()
  let failsAtMs = Infinity
  let failedMs = 0
  // Needs come before what needs them.
  for (const { name, needs, fault, launchMs, stopMs, startTimeoutMs, exitAfterMs } of plans) {
    const begunMs = Math.max(0, ...needs.map((need) => readyAtMs.get(need) ?? 0))
    if (failsToStart(fault)) {
      const untilMs = { 'launch fails': launchMs, 'exits while starting': launchMs + exitAfterMs }[fault as string]
      failsAtMs = begunMs + (untilMs ?? startTimeoutMs)
      failedMs = stopMs
    }
    readyAtMs.set(name, begunMs + (failsToStart(fault) ? Infinity : launchMs))
  }
  const toldAtMs = new Map<string, number>()
  const endsMs = (plan: Plan): number => (toldAtMs.get(plan.name) ?? 0) + stopBoundMs(plan, moment)
  for (const plan of plans.toReversed()) {
    const dependants = plans.filter(({ needs }) => needs.includes(plan.name))
    toldAtMs.set(plan.name, Math.max(0, ...dependants.map(endsMs)))
  }
  const stopMs = Math.max(...plans.map(endsMs))
  const crash = plans.find(({ fault }) => fault === 'crashes')
  // What needs a service that crashed before it could start does not start.
  const crashesAtMs = crash === undefined ? Infinity : (readyAtMs.get(crash.name) ?? 0) + crash.exitAfterMs
  const isCutOff = plans.some(
    ({ name, needs, launchMs }) =>
      crash !== undefined && needs.includes(crash.name) && (readyAtMs.get(name) ?? 0) - launchMs > crashesAtMs,
  )
  const allReadyMs = Math.max(...readyAtMs.values())
  // A crash before all run fails the start as well, since it is over by the time the whole is handed out.
  const startsAll = failsAtMs === Infinity && !isCutOff
  return {
    startsAll,
    failsAtMs,
    // One that fails is stopped first, then all the others.
    startMs: startsAll ? allReadyMs : failsAtMs === Infinity ? crashesAtMs + stopMs : failsAtMs + failedMs + stopMs,
    stopMs,
    toldAtMs,
  }
}

/** How long one service may take from when it is told to stop. */
function stopBoundMs({ fault, stopMs, stopTimeoutMs, killMs }: Plan, moment: Moment): number {
  if (fault === 'ignores stop') return stopTimeoutMs + killMs
  if (fault === 'unkillable') return stopTimeoutMs + killTimeoutMs
  if (fault === 'stop throws' || fault === 'stop rejects') return killMs
  return fault === 'crashes' && moment === 'running' ? 0 : stopMs
}

function plansOf(graph: readonly (readonly number[])[], at: number, fault: Fault): Plan[] {
  return graph.map((needs, index) => ({
    ...totals,
    name: `s${index}`,
    needs: needs.map((need) => `s${need}`),
    fault: index === at ? fault : 'none',
    launchMs: launchMs[index] ?? 0,
    stopMs: stopMs[index] ?? 0,
  }))
}

/** All graphs of that size: of each service, which of those before it it needs. */
function graphs(size: number): (readonly (readonly number[])[])[] {
  if (size === 0) return [[]]
  const sets = Array.from({ length: 2 ** (size - 1) }, (_, bits) =>
    Array.from({ length: size - 1 }, (_, index) => index).filter((index) => (bits >> index) & 1),
  )
  return graphs(size - 1).flatMap((smaller) => sets.map((needs) => [...smaller, needs]))
}

function shown(graph: readonly (readonly number[])[]): string {
  return graph.map((needs, index) => `s${index}→[${needs.join()}]`).join(' ')
}
