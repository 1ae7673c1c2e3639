import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faults, type Fault, type Plan } from './faults.ts'
import { broken } from './invariants.ts'
import { over, Trace, withoutStacks } from './trace.ts'

withoutStacks()

const killTimeoutMs = 50_000
const totalStopTimeoutMs = 600_000

/** Something that a test does while its services live. Its odd milliseconds never meet those of the services, which are whole seconds. */
interface Action {
  readonly kind: 'stop' | 'kill' | 'get' | 'start'
  readonly index: number
  readonly atS: number
}

interface Suite {
  readonly plans: readonly Plan[]
  readonly first: readonly number[]
  readonly actions: readonly Action[]
  readonly closeAtS: number
}

const seconds = (max: number) => fc.integer({ min: 0, max }).map((s) => s * 1_000)

const plan = (index: number) =>
  fc.record({
    name: fc.constant(`s${index}`),
    needs: fc.subarray(
      Array.from({ length: index }, (_, need) => `s${need}`),
      { maxLength: Math.min(4, index) },
    ),
    fault: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom(...faults) },
    ),
    launchMs: seconds(9),
    // Never the same as a limit: which of two that are due at once comes first is nobody's promise.
    stopMs: seconds(12).map((ms) => ms + 100),
    startTimeoutMs: seconds(8).map((ms) => ms + 20_000),
    stopTimeoutMs: seconds(10),
    killMs: seconds(2),
    stopPriority: fc.constantFrom(50, 50, 10, 90),
    exitAfterMs: seconds(9).map((ms) => ms + 1_250),
  })

const suites: fc.Arbitrary<Suite> = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    plans: fc.tuple(...Array.from({ length: size }, (_, index) => plan(index))),
    first: fc.subarray(
      Array.from({ length: size }, (_, index) => index),
      { minLength: 1 },
    ),
    actions: fc.array(
      fc.record({
        kind: fc.constantFrom('stop' as const, 'kill' as const, 'get' as const, 'start' as const),
        index: fc.nat(size - 1),
        atS: fc.nat(60),
      }),
      { maxLength: 8 },
    ),
    closeAtS: fc.oneof(fc.nat(30), fc.nat(90)),
  }),
)

test(
  'whatever a suite is made of, and whatever is done to it, its contract holds',
  { timeout: 1_200_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(suites, async (suite) => {
        expect(await run(suite)).toEqual([])
      }),
      { numRuns: Number(process.env['CURFEW_PROPERTY_RUNS'] ?? 500) },
    )
  },
)

async function run({ plans, first, actions, closeAtS }: Suite): Promise<string[]> {
  const trace = new Trace(plans, killTimeoutMs, { limits: { totalStopTimeoutMs } })
  const { world } = trace
  const scope = world.test()
  const nameOf = (index: number) => plans[index]?.name ?? ''
  const pending: Promise<unknown>[] = []
  const begin = (promise: Promise<unknown>) => {
    promise.catch(() => {})
    pending.push(promise)
  }
  begin(scope.start(world.entries, first.map(nameOf)))
  const ordered = actions.filter(({ atS }) => atS < closeAtS).toSorted((a, b) => a.atS - b.atS)
  for (const [order, { kind, index, atS }] of ordered.entries()) {
    await world.clock.advance(Math.max(0, atS * 1_000 + order + 1 - world.clock.nowMs()))
    const name = nameOf(index)
    if (kind === 'start') begin(scope.start(world.entries, [name]))
    else if (kind === 'get') begin(scope.get(name))
    else {
      const fake = world.fakes.get(name)
      if (fake !== undefined) begin(kind === 'stop' ? fake.stop() : fake.kill())
    }
  }
  await world.clock.advance(Math.max(0, closeAtS * 1_000 + 500 - world.clock.nowMs()))
  const verdict = await trace.close(scope)
  const wrong: string[] = []
  const settled = await world.clock.until(Promise.allSettled(pending))
  if (settled.length !== pending.length) wrong.push('not everything settled')
  await world.clock.advance(1_000_000)
  const boundMs = stopBoundMs(plans)
  if (verdict.stopMs > boundMs) wrong.push(`the stop took ${verdict.stopMs} of at most ${boundMs} ms`)
  for (const traced of trace.instances) {
    const end = over(traced)
    if (end !== undefined && end.atMs > verdict.closedAtMs) wrong.push(`${traced.plan.name} ended after the close`)
    const kill = traced.steps.find(({ what }) => what === 'kill')
    const terminate = traced.steps.find(({ what }) => what === 'terminate')
    const isEarly =
      kill !== undefined && terminate !== undefined && kill.atMs - terminate.atMs < traced.plan.stopTimeoutMs
    if (isEarly && !mayBeKilledEarly(traced.plan, plans, ordered))
      wrong.push(`${traced.plan.name} was killed before its limit, and nobody asked for it`)
  }
  return [...wrong, ...broken(trace)]
}

function mayBeKilledEarly({ name, fault }: Plan, plans: readonly Plan[], actions: readonly Action[]): boolean {
  if (fault === 'stop throws' || fault === 'stop rejects') return true
  return actions.some(({ kind, index }) => kind === 'kill' && reaches(plans, name, plans[index]?.name ?? ''))
}

/** Whether a service is the other one, or needs it. */
function reaches(plans: readonly Plan[], from: string, to: string): boolean {
  if (from === to) return true
  return plans.find(({ name }) => name === from)?.needs.some((need) => reaches(plans, need, to)) ?? false
}

/** At most: one longest chain per priority, each service with its whole limits. */
function stopBoundMs(plans: readonly Plan[]): number {
  const longest = new Map<string, number>()
  for (const { name, needs, stopMs, stopTimeoutMs, killMs, fault } of plans) {
    const killTakesMs = fault === 'unkillable' ? killTimeoutMs : killMs
    const obeysMs = fault === 'ignores stop' || fault === 'unkillable' ? Infinity : stopMs
    const ownMs = obeysMs < stopTimeoutMs ? Math.max(stopMs, killTakesMs) : stopTimeoutMs + killTakesMs
    longest.set(name, ownMs + Math.max(0, ...needs.map((need) => longest.get(need) ?? 0)))
  }
  return Math.max(...longest.values()) * new Set(plans.map(({ stopPriority }) => stopPriority)).size
}
