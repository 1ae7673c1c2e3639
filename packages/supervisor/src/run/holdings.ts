import {
  type HostDriver,
  type HostDriverOrder,
  type HostReach,
  type PastProcess,
  type PortLease,
  type PortLeaseRequest,
  type ProcessLeak,
  type ProcessSpawnOrder,
  type ResourceOrder,
  delay,
} from '@curfew/protocol'
import { SpawnError, SupervisorCallError } from '../errors.ts'
import { findOnHost } from '../hosts/find-on-host.ts'
import { Hosts } from '../hosts/hosts.ts'
import { LateProcess } from '../hosts/late-process.ts'
import { findLeaks } from '../hosts/local/find-leaks.ts'
import { LocalHost } from '../hosts/local/local-host.ts'
import { LocalProcess } from '../hosts/local/local-process.ts'
import { adoptedMain } from '../hosts/local/main-process.ts'
import { type ProcessLogs, surroundingsOf } from '../hosts/surroundings.ts'
import { spawnIntent } from '../journal/entries.ts'
import { askedOf, type OwnerHistory } from '../journal/history.ts'
import { TailerThread } from '../output/tailer-thread.ts'
import type { PortLeases } from '../ports/port-leases.ts'
import type { KnownProcess, Spawned } from '../wire/protocol.ts'
import type { Owner } from './owner.ts'
import { type OnHost, type ProcessPast, SupervisedProcess } from './supervised-process.ts'
import { type ResourcePast, SupervisedResource } from './supervised-resource.ts'
import { UnansweredSpawn } from './unanswered-spawn.ts'
import type { Supervised } from './supervised.ts'

/** What drivers have to close their connections, before the supervisor leaves. */
const closeTimeoutMs = 2000

/** What the holdings of a run need to know of its supervisor. */
export interface HoldingsFacts {
  readonly run: string
  readonly log: (message: string) => void
  readonly complain: (message: string) => void
  /** Processes that are never taken for a part of a service. */
  readonly bystanders: () => ReadonlySet<number>
  /** Whether a host can be reached has changed. */
  readonly reached: (driver: HostDriverOrder, reach: HostReach) => void
  readonly leases: (processOf: (id: string) => SupervisedProcess | undefined) => PortLeases
}

/** What the owners of a run have: processes on this machine and other hosts, ports, and what is neither. */
export class Holdings {
  readonly #facts: HoldingsFacts
  readonly #leases: PortLeases
  readonly #local: LocalHost
  readonly #hosts: Hosts
  readonly #tailer: TailerThread
  readonly #processes = new Map<string, { readonly owner: Owner; readonly child: SupervisedProcess }>()
  readonly #resources = new Map<string, SupervisedResource>()
  /** Hosts of which a service has ports that are not this machine's. */
  readonly #leasedElsewhere = new Map<string, HostDriverOrder>()

  constructor(facts: HoldingsFacts) {
    const { run, log, complain, bystanders, reached } = facts
    this.#facts = facts
    this.#leases = facts.leases((id) => this.#processes.get(id)?.child)
    this.#local = new LocalHost({
      run,
      log,
      complain,
      bystanders,
      chosenPorts: (id) => this.#leases.chosen(id),
      living: () => this.processes.filter(({ isGone }) => !isGone).length,
    })
    this.#hosts = new Hosts({ run, complain, reached })
    this.#tailer = new TailerThread({
      dropped: (id, loss) => {
        this.#processes.get(id)?.owner.journal.write({ event: 'output-dropped', id, ...loss })
      },
      complain,
    })
  }

  get processes(): readonly SupervisedProcess[] {
    return [...this.#processes.values()].map(({ child }) => child)
  }

  /** All that is ended when the run is. */
  get things(): readonly Supervised[] {
    return [...this.processes, ...this.#resources.values()]
  }

  /** Hosts that cannot be reached now, and why. */
  get unreachable(): Iterable<readonly [HostDriverOrder, HostReach]> {
    return this.#hosts.unreachable
  }

  get isEmpty(): boolean {
    return this.#processes.size + this.#resources.size === 0
  }

  /** Does what can be done before the first owner asks for it. */
  warmUp(): void {
    this.#tailer.start()
    this.#local.warmUp()
  }

  /** Takes over what an owner of a supervisor that died has, dead or alive. */
  takeOver(owner: Owner, history: OwnerHistory): void {
    for (const past of history.processes) {
      if (past.spawnFailed) continue
      const around = this.#surroundings(owner, past.order)
      const hosted =
        past.order.driver === undefined ? this.#local.adopt(past, around) : this.#adoptElsewhere(past, around)
      if (hosted === undefined) {
        if (past.order.driver !== undefined) this.#isUnanswered(owner, past, around)
        continue
      }
      this.#supervise(
        owner,
        past.order,
        hosted,
        { ...past, adopted: true, spawned: past.spawned !== undefined },
        around,
      )
      if (past.end === undefined) this.#facts.log(`took over ${past.order.id} (pid ${hosted.pid})`)
    }
    for (const past of history.resources) {
      this.#own(owner, past.order, past)
      this.#facts.log(`took over ${past.order.id}`)
    }
    for (const { id, host, ports, chosen } of history.leases) this.#leases.restore({ id, host, ports, chosen })
  }

  /** Takes over what an owner says it has, and of which the journal that was read says nothing. */
  adopt(owner: Owner, processes: readonly KnownProcess[]): void {
    for (const { order, main, startedAtMs, signals, kept } of processes) {
      if (this.#processes.has(order.id)) continue
      owner.journal.write(spawnIntent(order))
      const past = { order, asked: askedOf(signals), killed: [], kept }
      const around = this.#surroundings(owner, order)
      const spawned = { ...main, startedAtMs }
      const hosted =
        order.driver === undefined
          ? this.#local.adoptMain(past, adoptedMain(main, startedAtMs), around)
          : this.#adoptElsewhere({ ...past, spawned, intendedAtMs: startedAtMs }, around)
      if (hosted === undefined) continue
      this.#supervise(owner, order, hosted, { ...past, adopted: true }, around)
      this.#facts.log(`took over ${order.id} (pid ${main.pid}), as its owner said`)
    }
  }

  /** @param again - The answer to the first order was lost with the connection, or with the supervisor */
  async spawn(owner: Owner, order: ProcessSpawnOrder, again: boolean): Promise<Spawned> {
    const { id } = order
    const spawned = owner.processes.get(id)
    if (again && spawned !== undefined) return { pid: spawned.pid, startedAtMs: spawned.startedAtMs }
    const unanswered = owner.unanswered.get(id)
    if (unanswered !== undefined) {
      const hosted = await unanswered.found
      if (hosted !== undefined && owner.unanswered.delete(id)) {
        const { pid, startedAtMs } = this.#supervise(owner, order, hosted, { adopted: true })
        return { pid, startedAtMs }
      }
      owner.unanswered.delete(id)
    }
    if (!owner.isOpen) {
      throw new SupervisorCallError(`Service "${order.service}" was not spawned: its owner is being closed.`)
    }
    if (this.#processes.get(id)?.child.isGone === false) {
      throw new SupervisorCallError(`Service "${order.service}" was not spawned: "${id}" is the id of a living one.`)
    }
    owner.journal.write(spawnIntent(order))
    try {
      const around = this.#surroundings(owner, order)
      const hosted = await this.#spawnOn(order, around)
      const { pid, startedAtMs } = this.#supervise(owner, order, hosted, {}, around)
      return { pid, startedAtMs }
    } catch (error) {
      const code = error instanceof SpawnError ? error.errno : 'UNKNOWN'
      owner.journal.write({ event: 'spawn-failed', id, code, message: (error as Error).message })
      throw error
    }
  }

  /** What is asked for a second time, since the answer was lost, is made once only. */
  acquire(owner: Owner, order: ResourceOrder): Promise<unknown> {
    const known = owner.resources.get(order.id)
    if (known !== undefined) return known.value()
    if (!owner.isOpen || this.#resources.has(order.id)) {
      const why = owner.isOpen ? `"${order.id}" is the id of another one` : 'its owner is being closed'
      throw new SupervisorCallError(`"${order.service}" was not made: ${why}.`)
    }
    return this.#own(owner, order).value()
  }

  async release(owner: Owner, id: string): Promise<void> {
    await owner.resources.get(id)?.release('owner')
    owner.resources.delete(id)
    this.#resources.delete(id)
  }

  async leasePorts(owner: Owner, request: PortLeaseRequest): Promise<PortLease> {
    if (request.driver !== undefined) {
      const driver = await this.#hosts.driver(request.driver)
      if (driver.leasePorts !== undefined) {
        this.#leasedElsewhere.set(request.id, request.driver)
        return driver.leasePorts(request)
      }
    }
    const lease = await this.#leases.lease(request)
    if (lease.ok) {
      const { id, host } = request
      const chosen = Object.keys(lease.ports).filter((name) => request.fixed[name] === undefined)
      owner.journal.write({ event: 'ports-leased', id, host, ports: { ...lease.ports }, chosen })
    }
    return lease
  }

  /** Gives ports back once the service is gone: until then somebody may still listen there. */
  releasePorts(owner: Owner, id: string): void {
    const child = this.#processes.get(id)?.child
    const release = (): void => {
      this.#releaseElsewhere(id)
      if (!this.#leases.holds(id)) return
      this.#leases.release(id)
      owner.journal.write({ event: 'ports-released', id })
    }
    if (child === undefined || child.isGone) release()
    else void child.gone.then(release)
  }

  /** What lives on of services of that owner which are gone. */
  leaks(owner: Owner, ids: readonly string[]): Promise<readonly ProcessLeak[]> {
    const ended = ids.flatMap((id) => {
      const child = owner.processes.get(id)
      if (child?.isGone !== true || !(child.hosted instanceof LocalProcess)) return []
      return { order: child.order, hosted: child.hosted }
    })
    const { journal, holder } = owner
    return findLeaks(ended, { run: this.#facts.run, owner: holder.pid, leases: this.#leases, journal })
  }

  /** Forgets what an owner had; returns how much of it lives on, kept on purpose or not to be killed. */
  forget(owner: Owner): number {
    let left = 0
    for (const [id, child] of owner.processes) {
      this.releasePorts(owner, id)
      this.#processes.delete(id)
      if (!child.isGone) left += 1
    }
    for (const id of owner.resources.keys()) this.#resources.delete(id)
    for (const { isLeft } of [...owner.resources.values(), ...owner.unanswered.values()]) if (isLeft) left += 1
    return left
  }

  /** The supervisor leaves, and so much lives on, which may have orphans of its own. */
  async close(left: number): Promise<void> {
    if (left === 0) this.#local.killStrays()
    this.#leases.releaseAll()
    await Promise.race([this.#hosts.close(), delay(closeTimeoutMs)])
  }

  #surroundings(owner: Owner, order: ProcessSpawnOrder): ProcessLogs {
    return surroundingsOf(order, owner.journal, this.#facts.complain)
  }

  async #spawnOn(order: ProcessSpawnOrder, around: ProcessLogs): Promise<OnHost> {
    if (order.driver === undefined) return this.#local.spawn(order, around)
    const driver = await this.#hosts.driver(order.driver)
    if (driver.spawn === undefined)
      throw new SupervisorCallError(`The host driver ${order.driver.module} runs no processes.`)
    around.open()
    return driver.spawn(order, around)
  }

  /** A process of another host, which is asked for it meanwhile; `undefined` where it may never have come to be. */
  #adoptElsewhere(past: PastProcess, around: ProcessLogs): OnHost | undefined {
    if (past.spawned === undefined) return undefined
    const found = past.end === undefined ? this.#find(past, around) : Promise.resolve(undefined)
    return new LateProcess(past.order, past.spawned, found)
  }

  #isUnanswered(owner: Owner, past: PastProcess, around: ProcessLogs): void {
    const supervise = (hosted: OnHost): SupervisedProcess =>
      this.#supervise(owner, past.order, hosted, { adopted: true }, around)
    owner.adoptUnanswered(new UnansweredSpawn(past.order, this.#find(past, around), supervise))
  }

  #find(past: PastProcess, around: ProcessLogs): Promise<OnHost | undefined> {
    const { id, driver } = past.order
    const find = async (): Promise<OnHost | undefined> =>
      driver === undefined ? undefined : (await this.#hosts.driver(driver)).adopt?.(past, around)
    around.open()
    return findOnHost(id, find, this.#facts.complain)
  }

  #own(owner: Owner, order: ResourceOrder, past?: ResourcePast): SupervisedResource {
    const driver = (): Promise<HostDriver> => this.#hosts.driver(order.driver)
    const resource = new SupervisedResource(order, { journal: owner.journal, driver }, past)
    this.#resources.set(order.id, resource)
    owner.adoptResource(resource)
    return resource
  }

  #releaseElsewhere(id: string): void {
    const order = this.#leasedElsewhere.get(id)
    if (order === undefined) return
    this.#leasedElsewhere.delete(id)
    this.#hosts
      .driver(order)
      .then((driver) => driver.releasePorts?.(id))
      .catch((error: unknown) => this.#facts.complain(`${id}: its ports were not given back: ${String(error)}`))
  }

  #supervise(
    owner: Owner,
    order: ProcessSpawnOrder,
    hosted: OnHost,
    past: ProcessPast = {},
    logs?: ProcessLogs,
  ): SupervisedProcess {
    const { complain } = this.#facts
    const child = new SupervisedProcess(order, hosted, { journal: owner.journal, tailer: this.#tailer, complain }, past)
    this.#processes.set(order.id, { owner, child })
    owner.adopt(child)
    void child.gone.then(() => logs?.close())
    return child
  }
}
