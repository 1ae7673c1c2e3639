import type { PortLease, PortLeaseRequest, ProcessLeak, ProcessSpawnOrder } from '@curfew/core/process-port'
import { clearTimeout, delay, setTimeout } from '../clock.ts'
import { SpawnError, SupervisorCallError } from '../errors.ts'
import { spawnIntent } from '../journal/entries.ts'
import { askedOf, type OwnerHistory } from '../journal/history.ts'
import { Journal } from '../journal/journal.ts'
import { TailerThread } from '../output/tailer-thread.ts'
import type { PortLeases } from '../ports/port-leases.ts'
import { isSame, type ProcessIdentity } from '../system/process-entry.ts'
import { processTable } from '../system/process-table.ts'
import { isHolderAlive } from '../system/thread-identity.ts'
import { contain, type Containment, noContainment } from '../tree/containment.ts'
import { killStrays } from '../tree/kill-strays.ts'
import { sendSignal } from '../tree/send-signal.ts'
import type { KnownProcess, Spawned } from '../wire/protocol.ts'
import { Complaints } from './complaints.ts'
import { ExitHints } from './exit-hint.ts'
import { findLeaks } from './find-leaks.ts'
import { finishProcesses } from './finish-processes.ts'
import { findMain } from './find-main.ts'
import { DeathWatch, type Watched } from './death-watch.ts'
import { adoptedMain, childMain, type MainProcess } from './main-process.ts'
import { type OutputPipes, pipeBytesBeside, reopenPipes } from '../output/open-output.ts'
import { Owner, type OwnerFacts, type OwnerLink } from './owner.ts'
import { spawnChild, warmUpSpawn } from './spawn-child.ts'
import { type ProcessPast, SupervisedProcess } from './supervised-process.ts'

/** What owners of a dead run have to close their scopes themselves. */
const doomedGraceMs = 2000
/** After the last owner of a program that goes on: it may connect again right away. */
const lingerMs = 200

/** What a supervisor is made with. */
export interface SupervisorFacts {
  readonly run: string
  readonly runDirectory: string
  /** The process whose end ends the run. */
  readonly root: ProcessIdentity
  /** Says something in the supervisor's log. */
  readonly log: (message: string) => void
  /** Ends this process; called once, when nothing is left to do, with the number of services that live on. */
  readonly leave: (left: number) => void
}

/**
 * The parent of all service processes of a run.
 *
 * It stays while the root of the run lives, and leaves when that is gone (or said goodbye, or ended the run) and every
 * owner was finished. Whatever an owner leaves behind is stopped first. How that comes about:
 *
 * ```
 * an owner says goodbye ───────────────────→ goodbye ───┐
 * an owner is found dead ──────────────────→ ownerDied ─┤ finish: what it has stops, dependants first
 *                                                       ▼
 *                                                     forget ──→ leaveIfDone: no owner, and the root left?
 *                                                       ▲               │ 200 ms later, at once after `end`
 * the root is found dead → rootDied: owners are doomed  │               ▼
 *                             │ 2 s                     │             leave: strays, leases, the process
 *                             ▼                         │
 *                          endDoomed: orphans killed ─→ end: everything stops, dependants first across owners
 *                                                       ▲
 * `endRun` is called, or SIGTERM ───────────────────────┘
 * ```
 *
 * An owner is finished once, whoever comes first. A death is found by {@link DeathWatch} alone; a connection that is lost
 * only has it look at once. A supervisor that takes over has its owners as lost ones, and so the same ways to end.
 */
export class Supervisor {
  readonly #facts: SupervisorFacts
  readonly #leases: PortLeases
  readonly #tailer: TailerThread
  readonly #hints = new ExitHints()
  readonly #owners = new Set<Owner>()
  readonly #processes = new Map<string, { readonly owner: Owner; readonly child: SupervisedProcess }>()
  /** Whether owners may still come: `open`, or no more since the run is over. */
  #ending: Promise<void> | undefined
  readonly #complaints = new Complaints()
  #containment: Containment | undefined
  #rootLeft = false
  #rootIsDead = false
  /** Services that outlive this process: kept on purpose, or not to be killed. */
  #leftAlive = 0
  #serial = 0
  #lingering: NodeJS.Timeout | undefined
  #deaths: DeathWatch | undefined

  constructor(
    facts: SupervisorFacts,
    leases: (processOf: (id: string) => SupervisedProcess | undefined) => PortLeases,
  ) {
    this.#facts = facts
    this.#leases = leases((id) => this.#processes.get(id)?.child)
    this.#tailer = new TailerThread({
      dropped: (id, loss) => {
        this.#processes.get(id)?.owner.journal.write({ event: 'output-dropped', id, ...loss })
      },
      complain: (message) => this.complain(message),
    })
  }

  /** Does what can be done before the first owner asks for it. */
  warmUp(): void {
    const containment = this.#contained()
    this.#tailer.start()
    warmUpSpawn(containment)
  }

  nextSerial(): number {
    this.#serial += 1
    return this.#serial
  }

  connect(facts: Omit<OwnerFacts, 'run'> & { readonly token: string }, link: OwnerLink): Owner {
    clearTimeout(this.#lingering)
    const owner =
      [...this.#owners].find((other) => other.isSame(facts)) ??
      new Owner({ ...facts, run: this.#facts.run }, this.#journalOf(facts.name))
    this.#owners.add(owner)
    owner.connect(link, facts.token)
    for (const message of this.#complaints) owner.complain(message)
    if (this.#ending !== undefined) owner.doom('the run is over')
    return owner
  }

  /** Takes over what the owners of a supervisor that died still have; before anybody connects. */
  takeOver(histories: readonly OwnerHistory[]): void {
    for (const history of histories) {
      const { root } = this.#facts
      const { holder } = history
      if (isSame(holder, root) && holder.thread === undefined && history.closed) this.#rootLeft = true
      const left = history.processes.filter(({ end, kept, spawnFailed }) => end === undefined && !kept && !spawnFailed)
      if (left.length === 0 && (history.closed || !isHolderAlive(holder))) continue
      this.#takeOverOwner(history)
    }
  }

  #takeOverOwner(history: OwnerHistory): void {
    const owner = new Owner(history, this.#journalOf(history.name), history)
    this.#owners.add(owner)
    for (const past of history.processes) {
      const main = findMain(processTable, past, this.#facts.run)
      if (main === undefined) continue
      // Of what is over or was kept nobody here reads a pipe.
      const pipes = past.end === undefined && !past.kept ? reopenPipes(past.order.log.directory) : undefined
      const child = this.#supervise(owner, past.order, main, {
        pipes,
        adopted: true,
        spawned: past.spawned !== undefined,
        asked: past.asked,
        killed: past.killed,
        exit: past.exit,
        end: past.end,
        kept: past.kept,
      })
      if (past.end === undefined) this.#facts.log(`took over ${past.order.id} (pid ${child.pid})`)
    }
    for (const { id, host, ports, chosen } of history.leases) this.#leases.restore({ id, host, ports, chosen })
  }

  /** Takes over what an owner says it has, and of which the journal that was read says nothing. */
  adopt(owner: Owner, processes: readonly KnownProcess[]): void {
    for (const { order, main, startedAtMs, signals, kept } of processes) {
      if (this.#processes.has(order.id)) continue
      owner.journal.write(spawnIntent(order))
      const pipes = kept ? undefined : reopenPipes(order.log.directory)
      this.#supervise(owner, order, adoptedMain(main, startedAtMs), {
        pipes,
        adopted: true,
        asked: askedOf(signals),
        kept,
      })
      this.#facts.log(`took over ${order.id} (pid ${main.pid}), as its owner said`)
    }
  }

  async spawn(owner: Owner, order: ProcessSpawnOrder, again = false): Promise<Spawned> {
    const { id } = order
    const spawned = owner.processes.get(id)
    // The answer to the first order was lost with the connection, or with the supervisor.
    if (again && spawned !== undefined) return { pid: spawned.pid, startedAtMs: spawned.startedAtMs }
    if (!owner.isOpen || this.#ending !== undefined) {
      throw new SupervisorCallError(`Service "${order.service}" was not spawned: its owner is being closed.`)
    }
    if (this.#processes.get(id)?.child.isGone === false) {
      throw new SupervisorCallError(`Service "${order.service}" was not spawned: "${id}" is the id of a living one.`)
    }
    owner.journal.write(spawnIntent(order))
    const containment = this.#contained()
    const mark = { run: this.#facts.run, id }
    try {
      const { child, pipes } = await spawnChild(order, {
        mark,
        containment,
        complain: (message) => this.complain(message),
        pipeBytes: pipeBytesBeside([...this.#processes.values()].filter(({ child }) => !child.isGone).length),
      })
      const { pid, startedAtMs } = this.#supervise(owner, order, childMain(child), { pipes })
      return { pid, startedAtMs }
    } catch (error) {
      const code = error instanceof SpawnError ? error.code : 'UNKNOWN'
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

  /** Tells every owner what somebody should know: the log of this process may be on the disk that is full. */
  complain(message: string): void {
    if (!this.#complaints.add(message)) return
    this.#facts.log(message)
    for (const owner of this.#owners) owner.complain(message)
  }

  /** What lives on of services of that owner which are gone. */
  leaks(owner: Owner, ids: readonly string[]): Promise<readonly ProcessLeak[]> {
    const children = ids.flatMap((id) => owner.processes.get(id) ?? []).filter((child) => child.isGone)
    const { journal, holder } = owner
    return findLeaks(children, { run: this.#facts.run, owner: holder.pid, leases: this.#leases, journal })
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

  async goodbye(owner: Owner): Promise<void> {
    await owner.finish('owner-closed')
    if (isSame(owner.holder, this.#facts.root) && owner.holder.thread === undefined) this.#rootLeft = true
    this.#forget(owner)
  }

  connectionLost(owner: Owner, link: OwnerLink): void {
    if (this.#owners.has(owner) && owner.lost(link)) this.#deaths?.lookSoon()
  }

  /** Watches the root of the run and the processes of the owners from now on. */
  watch(): void {
    this.#deaths = new DeathWatch({
      watched: () => this.#watched(),
      isBusy: () => this.#processes.size > 0 || [...this.#owners].some(({ state }) => state === 'lost'),
    })
  }

  *#watched(): Generator<Watched> {
    if (!this.#rootIsDead) yield { holder: this.#facts.root, died: () => this.#rootDied() }
    for (const owner of this.#owners) {
      const { pid, startTime } = owner.holder
      const died = (): void => void this.#ownerDied(owner)
      if (owner.state === 'lost') yield { holder: owner.holder, died }
      // Elsewhere a look is a program that runs: the end of a connection has to do.
      else if (process.platform === 'linux' && owner.state === 'connected' && owner.processes.size > 0) {
        yield { holder: { pid, startTime }, died }
      }
    }
  }

  async #ownerDied(owner: Owner): Promise<void> {
    await owner.finish('owner-died')
    this.#forget(owner)
  }

  /** The root of the run is dead: owners that live on are told, then stopped, and what they have is finished for them. */
  #rootDied(): void {
    if (this.#rootIsDead) return
    this.#rootIsDead = true
    this.#rootLeft = true
    for (const owner of this.#owners) if (owner.isUnfinished) owner.doom('the root process of the run is dead')
    void this.#endDoomed()
    this.#leaveIfDone()
  }

  /** Stops everything, dependants first across owners, and leaves. */
  endRun(reason: string): Promise<void> {
    this.#ending ??= this.#end(reason)
    return this.#ending
  }

  async #endDoomed(): Promise<void> {
    await delay(doomedGraceMs)
    for (const { holder, state } of this.#owners) {
      // A worker that outlived its run: nobody else will ever end it. A thread is not to be had without its process.
      if (state !== 'finished' && holder.pid !== this.#facts.root.pid) sendSignal(holder, 'SIGKILL')
    }
    await this.endRun('the root process of the run is dead')
  }

  async #end(reason: string): Promise<void> {
    for (const owner of this.#owners) owner.doom(reason)
    await finishProcesses([...this.#processes.values()].map(({ child }) => child))
    await Promise.all([...this.#owners].map((owner) => owner.finish('owner-doomed')))
    this.#rootLeft = true
    for (const owner of this.#owners) this.#forget(owner)
    this.#leaveIfDone()
  }

  /** The containment of what this process spawns; made once, before the first process. */
  #contained(): Containment {
    if (this.#containment === undefined) {
      this.#containment = contain()
      const { kind, reason } = this.#containment
      this.#facts.log(`containment: ${kind}${reason === undefined ? '' : ` (${reason})`}`)
    }
    return this.#containment
  }

  #journalOf(owner: string): Journal {
    return new Journal(this.#facts.runDirectory, owner, (message) => this.complain(message))
  }

  #supervise(
    owner: Owner,
    order: ProcessSpawnOrder,
    main: MainProcess,
    { pipes, ...past }: ProcessPast & { readonly pipes: OutputPipes | undefined },
  ): SupervisedProcess {
    const around = {
      run: this.#facts.run,
      journal: owner.journal,
      tailer: this.#tailer,
      pipes,
      complain: (message: string) => this.complain(message),
      hints: this.#hints,
      chosenPorts: (id: string) => this.#leases.chosen(id),
      containment: past.adopted === true ? noContainment : this.#contained(),
      bystanders: () => new Set([process.pid, ...[...this.#owners].map(({ holder }) => holder.pid)]),
    }
    const child = new SupervisedProcess(order, main, around, past)
    this.#processes.set(order.id, { owner, child })
    owner.adopt(child)
    return child
  }

  #forget(owner: Owner): void {
    if (!this.#owners.delete(owner)) return
    for (const [id, child] of owner.processes) {
      this.releasePorts(owner, id)
      this.#processes.delete(id)
      if (!child.isGone) this.#leftAlive += 1
    }
    owner.journal.close()
    this.#leaveIfDone()
  }

  #leaveIfDone(): void {
    if (!this.#rootLeft || this.#owners.size > 0) return
    clearTimeout(this.#lingering)
    this.#lingering = setTimeout(() => this.#leave(), this.#ending === undefined ? lingerMs : 0)
  }

  #leave(): void {
    // What is left alive on purpose may have orphans of its own.
    const strays = this.#leftAlive > 0 ? [] : killStrays(processTable, this.#containment ?? noContainment)
    for (const { pid, command } of strays) this.#facts.log(`killed a stray: pid ${pid} (${command})`)
    this.#leases.releaseAll()
    this.#facts.leave(this.#leftAlive)
  }
}
