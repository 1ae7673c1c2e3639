import { afterEach } from 'vitest'
import type { Service, ServiceState } from '@curfew/core'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import type { CatalogEntries, CatalogEntry, ScopeKind } from '../../src/catalog/entry.ts'
import type { Engine, EngineSettings } from '../../src/engine-contract.ts'
import type { Member } from '../../src/scope/member.ts'
import type { Scope } from '../../src/scope/scope.ts'
import type { ServiceLog } from '../../src/logging/service-log.ts'
import { serviceOf } from '../../src/service-view.ts'
import { FakeService, VirtualClock, type FakeBehaviour, type FakeEvent } from '@curfew/testing'

/** One service of a made-up catalog: what it needs, how it behaves, its options. */
export interface Part {
  readonly needs?: readonly string[]
  readonly scope?: ScopeKind
  readonly does?: FakeBehaviour
  readonly options?: ConstructorParameters<typeof FakeService>[1]
  /** Instead of a fake. */
  readonly create?: (dependencies: Readonly<Record<string, Service>>) => Service | Promise<Service>
}

/** Something that happened, with its virtual time: `api launch @10`. */
export interface Happened {
  readonly service: string
  readonly event: FakeEvent
  readonly atMs: number
}

/** How services are made and watched, besides how they behave. */
export interface WorldOptions {
  /** Told of each fake when it is made, with what it needs. */
  readonly made?: (name: string, fake: FakeService, needs: readonly Service[]) => void
  /** Told of everything that happens to a fake, at once. */
  readonly observe?: (fake: FakeService, event: FakeEvent) => void
  readonly openLog?: (member: Member) => Promise<ServiceLog>
}

let uninstall: (() => void) | undefined
afterEach(() => uninstall?.())

/** An engine of its own on a virtual clock, and a catalog of fakes. */
export class World {
  readonly clock: VirtualClock = new VirtualClock()
  readonly happened: Happened[] = []
  readonly fakes: Map<string, FakeService> = new Map()
  readonly engine: Engine
  readonly entries: CatalogEntries

  readonly #options: WorldOptions

  constructor(
    parts: Readonly<Record<string, Part>>,
    settings: Partial<EngineSettings> = {},
    options: WorldOptions = {},
  ) {
    this.#options = options
    this.engine = createEngine({
      clock: this.clock,
      openLog: options.openLog ?? (async () => silentLog()),
      settings: { debugging: false, ...settings },
    })
    uninstall?.()
    uninstall = installEngine(this.engine)
    const byName = new Map(Object.entries(parts).map(([name, part]) => [name, this.#entry(name, part)]))
    this.entries = { get: (name) => byName.get(name), names: [...byName.keys()] }
  }

  test(name: string = 'a test', parent?: Scope): Scope {
    const scope = this.engine.openScope({ kind: 'test', name, parent })
    scope.use(this.entries)
    return scope
  }

  file(): Scope {
    return this.engine.openScope({ kind: 'file', name: 'a.test.ts' })
  }

  /** Starts and lets time pass until all are running. */
  async up(scope: Scope, ...names: readonly string[]): Promise<readonly Service[]> {
    return this.clock.until(scope.start(this.entries, names))
  }

  async close(scope: Scope) {
    return this.clock.until(scope.close())
  }

  fake(name: string): FakeService {
    const fake = this.fakes.get(name)
    if (fake === undefined) throw new Error(`no fake "${name}" was made`)
    return fake
  }

  /** When something happened first to a service; `undefined` if it never did. */
  at(service: string, event: FakeEvent): number | undefined {
    return this.happened.find((one) => one.service === service && one.event === event)?.atMs
  }

  /** Names of the services to which it happened, in order. */
  order(event: FakeEvent): string[] {
    return this.happened.filter((one) => one.event === event).map((one) => one.service)
  }

  state(name: string): ServiceState {
    return this.fake(name).state
  }

  #entry(name: string, { needs = [], scope = 'test', does = {}, options = {}, create }: Part): CatalogEntry {
    return {
      name,
      scope,
      needs,
      needKinds: {},
      declaredAt: undefined,
      on: () => undefined,
      create: (dependencies) => {
        if (create !== undefined) return create(dependencies)
        const fake = new FakeService(does, options, (fake, event) => {
          this.happened.push({ service: name, event, atMs: this.clock.nowMs() })
          this.#options.observe?.(fake, event)
        })
        this.fakes.set(name, fake)
        this.#options.made?.(name, fake, Object.values(dependencies).map(serviceOf))
        return fake
      },
    }
  }
}

/** A log that keeps nothing. */
export function silentLog(): ServiceLog {
  const fields = {
    run: 'r',
    worker: null,
    file: null,
    test: null,
    attempt: null,
    service: 's',
    node: null,
    cluster: null,
    runtime: 'task',
  }
  const nothing = () => {}
  return {
    logger: { info: nothing, error: nothing, debug: nothing, warn: nothing } as unknown as ServiceLog['logger'],
    fields,
    problems: [],
    directory: () => '/nowhere',
    output: nothing,
    record: nothing,
    report: nothing,
    lastLines: () => [],
    flush: async () => {},
    close: async () => {},
  }
}
