import { afterAll, beforeAll } from 'vitest'
import type { Service, ServiceEvent, ServiceState } from '@curfew/core'
import { protocolOf } from '../../src/protocol.ts'
import type { EngineSettings } from '../../src/engine-contract.ts'
import type { Scope } from '../../src/scope/scope.ts'
import type { Verdict } from '../../src/scope/verdict.ts'
import type { FakeEvent, FakeService } from '@curfew/testing'
import { partOf, type Plan } from './faults.ts'
import { World } from './world.ts'

/** For a file with thousands of runs: stacks, which nobody reads there, are half of what they cost. */
export function withoutStacks(): void {
  const { stackTraceLimit } = Error
  beforeAll(() => {
    Error.stackTraceLimit = 0
  })
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit
  })
}

/** One thing that happened to one instance: to its fake, or a step of its life. */
export interface Step {
  /** Position among all steps of the run. */
  readonly seq: number
  readonly atMs: number
  readonly what: FakeEvent | ServiceState
  /** What moved it, for a step of its life. */
  readonly by?: ServiceEvent
}

/** One instance of a planned service, with all that happened to it. */
export interface Traced {
  readonly plan: Plan
  readonly fake: FakeService
  /** The instances that it was given. */
  readonly needs: readonly Traced[]
  readonly steps: Step[]
}

/** A planned suite that is run, and everything that happened, in order. */
export class Trace {
  readonly world: World
  readonly instances: Traced[] = []
  readonly killTimeoutMs: number
  /** When the close began; nothing may start after it. */
  closeSeq: number = Infinity
  closeAtMs: number = Infinity
  verdict: Verdict | undefined
  #seq = 0
  readonly #byService = new Map<Service, Traced>()
  readonly #byId = new Map<string, Traced>()

  constructor(plans: readonly Plan[], killTimeoutMs: number, settings: Partial<EngineSettings> = {}) {
    this.killTimeoutMs = killTimeoutMs
    this.world = new World(
      Object.fromEntries(plans.map((plan) => [plan.name, partOf(plan)])),
      { ...settings, limits: { killTimeoutMs, ...settings.limits } },
      {
        made: (name, fake, needs) => {
          const plan = plans.find((one) => one.name === name)
          if (plan === undefined) throw new Error(`no plan of ${name}`)
          const traced = { plan, fake, needs: needs.map((need) => this.of(need)), steps: [] }
          this.instances.push(traced)
          this.#byService.set(fake, traced)
        },
        observe: (fake, event) => {
          this.#step(this.of(fake), { what: event })
        },
      },
    )
    // Not as a listener, which is told a moment later: the order among steps matters here.
    const { engine } = this.world
    const told = engine.transitioned.bind(engine)
    engine.transitioned = (transition) => {
      this.#step(this.#ofId(transition.id), { what: transition.to, by: transition.event })
      told(transition)
    }
  }

  /** Begins to close, and lets time pass until it is over. */
  async close(scope: Scope): Promise<Verdict> {
    this.closeSeq = this.#seq++
    this.closeAtMs = this.world.clock.nowMs()
    this.verdict = await this.world.close(scope)
    return this.verdict
  }

  of(service: Service): Traced {
    const traced = this.#byService.get(service)
    if (traced === undefined) throw new Error(`not of this trace: ${service.serviceName}`)
    return traced
  }

  #ofId(id: string): Traced {
    let traced = this.#byId.get(id)
    if (traced === undefined) {
      traced = this.instances.find(({ fake }) => protocolOf(fake).lifecycle?.id === id)
      if (traced === undefined) throw new Error(`no instance has the id ${id}`)
      this.#byId.set(id, traced)
    }
    return traced
  }

  #step(traced: Traced, step: Omit<Step, 'seq' | 'atMs'>): void {
    traced.steps.push({ seq: this.#seq++, atMs: this.world.clock.nowMs(), ...step })
  }
}

/** The first step of that kind. */
export function step(traced: Traced, what: Step['what'], by?: ServiceEvent): Step | undefined {
  return traced.steps.find((one) => one.what === what && (by === undefined || one.by === by))
}

/** Whether its runtime existed when that step happened. */
export function aliveAt(traced: Traced, seq: number): boolean {
  const launch = step(traced, 'launch')
  const exit = step(traced, 'exit')
  return launch !== undefined && launch.seq < seq && (exit === undefined || exit.seq > seq)
}

/** When it was over for good, as its life tells. */
export function over(traced: Traced): Step | undefined {
  return step(traced, 'stopped') ?? step(traced, 'failed')
}
