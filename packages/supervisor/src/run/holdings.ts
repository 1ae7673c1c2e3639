import type { PortLease, PortLeaseRequest, ProcessLeak, ProcessSpawnOrder } from '@curfew/protocol'
import { SpawnError, SupervisorCallError } from '../errors.ts'
import { findLeaks } from '../hosts/local/find-leaks.ts'
import { LocalHost } from '../hosts/local/local-host.ts'
import { LocalProcess } from '../hosts/local/local-process.ts'
import { adoptedMain } from '../hosts/local/main-process.ts'
import { surroundingsOf } from '../hosts/surroundings.ts'
import { spawnIntent } from '../journal/entries.ts'
import { askedOf, type OwnerHistory } from '../journal/history.ts'
import { TailerThread } from '../output/tailer-thread.ts'
import type { PortLeases } from '../ports/port-leases.ts'
import type { KnownProcess, Spawned } from '../wire/protocol.ts'
import type { Owner } from './owner.ts'
import { type OnHost, type ProcessPast, SupervisedProcess } from './supervised-process.ts'

/** What the holdings of a run need to know of its supervisor. */
export interface HoldingsFacts {
  readonly run: string
  readonly log: (message: string) => void
  readonly complain: (message: string) => void
  /** Processes that are never taken for a part of a service. */
  readonly bystanders: () => ReadonlySet<number>
  readonly leases: (processOf: (id: string) => SupervisedProcess | undefined) => PortLeases
}

/** What the owners of a run have: their processes and their ports. */
export class Holdings {
  readonly #facts: HoldingsFacts
  readonly #leases: PortLeases
  readonly #local: LocalHost
  readonly #tailer: TailerThread
  readonly #processes = new Map<string, { readonly owner: Owner; readonly child: SupervisedProcess }>()

  constructor(facts: HoldingsFacts) {
    const { run, log, complain, bystanders } = facts
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

  get isEmpty(): boolean {
    return this.#processes.size === 0
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
      const hosted = this.#local.adopt(past, surroundingsOf(past.order.id, owner.journal))
      if (hosted === undefined) continue
      this.#supervise(owner, past.order, hosted, { ...past, adopted: true, spawned: past.spawned !== undefined })
      if (past.end === undefined) this.#facts.log(`took over ${past.order.id} (pid ${hosted.pid})`)
    }
    for (const { id, host, ports, chosen } of history.leases) this.#leases.restore({ id, host, ports, chosen })
  }

  /** Takes over what an owner says it has, and of which the journal that was read says nothing. */
  adopt(owner: Owner, processes: readonly KnownProcess[]): void {
    for (const { order, main, startedAtMs, signals, kept } of processes) {
      if (this.#processes.has(order.id)) continue
      owner.journal.write(spawnIntent(order))
      const past = { order, asked: askedOf(signals), killed: [], kept }
      const around = surroundingsOf(order.id, owner.journal)
      const hosted = this.#local.adoptMain(past, adoptedMain(main, startedAtMs), around)
      this.#supervise(owner, order, hosted, { ...past, adopted: true })
      this.#facts.log(`took over ${order.id} (pid ${main.pid}), as its owner said`)
    }
  }

  /** @param again - The answer to the first order was lost with the connection, or with the supervisor */
  async spawn(owner: Owner, order: ProcessSpawnOrder, again: boolean): Promise<Spawned> {
    const { id } = order
    const spawned = owner.processes.get(id)
    if (again && spawned !== undefined) return { pid: spawned.pid, startedAtMs: spawned.startedAtMs }
    if (!owner.isOpen) {
      throw new SupervisorCallError(`Service "${order.service}" was not spawned: its owner is being closed.`)
    }
    if (this.#processes.get(id)?.child.isGone === false) {
      throw new SupervisorCallError(`Service "${order.service}" was not spawned: "${id}" is the id of a living one.`)
    }
    owner.journal.write(spawnIntent(order))
    try {
      const hosted = await this.#local.spawn(order, surroundingsOf(id, owner.journal))
      const { pid, startedAtMs } = this.#supervise(owner, order, hosted)
      return { pid, startedAtMs }
    } catch (error) {
      const code = error instanceof SpawnError ? error.errno : 'UNKNOWN'
      owner.journal.write({ event: 'spawn-failed', id, code, message: (error as Error).message })
      throw error
    }
  }

  async leasePorts(owner: Owner, request: PortLeaseRequest): Promise<PortLease> {
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
    return left
  }

  /** The supervisor leaves, and so much lives on on purpose, which may have orphans of its own. */
  close(left: number): void {
    if (left === 0) this.#local.killStrays()
    this.#leases.releaseAll()
  }

  #supervise(owner: Owner, order: ProcessSpawnOrder, hosted: OnHost, past: ProcessPast = {}): SupervisedProcess {
    const { complain } = this.#facts
    const child = new SupervisedProcess(order, hosted, { journal: owner.journal, tailer: this.#tailer, complain }, past)
    this.#processes.set(order.id, { owner, child })
    owner.adopt(child)
    return child
  }
}
