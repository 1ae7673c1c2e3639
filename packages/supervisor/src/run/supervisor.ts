import { clearTimeout, delay, setTimeout } from '@curfew/protocol'
import { leftIn, type OwnerHistory } from '../journal/history.ts'
import { Journal } from '../journal/journal.ts'
import type { PortLeases } from '../ports/port-leases.ts'
import { isSame, type ProcessIdentity } from '../system/process-entry.ts'
import { isHolderAlive } from '../system/thread-identity.ts'
import { sendSignal } from '../tree/send-signal.ts'
import { Complaints } from './complaints.ts'
import { DeathWatch, type Watched } from './death-watch.ts'
import { Holdings } from './holdings.ts'
import { observedOwner, type ObservedRun } from './observed.ts'
import { Observers } from './observers.ts'
import { Owner, type OwnerFacts, type OwnerLink } from './owner.ts'
import { SharedLeases } from './shared-leases.ts'
import type { SupervisedProcess } from './supervised-process.ts'
import { finishAll } from './supervised.ts'

/** What owners of a dead run have to close their scopes themselves. */
const doomedGraceMs = 2000
/** After the last owner of a program that goes on: it may connect again right away. */
const lingerMs = 200

/** The name of the owner that is the run itself, and of its journal. */
const runOwner = 'run'

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
 * an owner is found dead ──────────────────→ ownerDied ─┤ finish: what it has stops, dependants first;
 *                                                       ▼   then shared leases that it was the last to hold
 *                                                     forget ──→ leaveIfDone: no owner, no lease, and the root left?
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
  /** What its owners have. */
  readonly holdings: Holdings
  readonly observers: Observers = new Observers()
  /** What the run has once for all of them. */
  readonly shared: SharedLeases
  readonly #facts: SupervisorFacts
  readonly #owners = new Set<Owner>()
  /** Settles when everything was ended; then, and before that, no owner gets anything any more. */
  #ending: Promise<void> | undefined
  readonly #complaints = new Complaints()
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
    this.holdings = new Holdings({
      run: facts.run,
      log: facts.log,
      complain: (message) => this.complain(message),
      bystanders: () => new Set([process.pid, ...[...this.#owners].map(({ holder }) => holder.pid)]),
      reached: (driver, reach) => {
        for (const owner of this.#owners) owner.hostReach(driver, reach)
      },
      leases,
    })
    this.shared = new SharedLeases({
      makeRunOwner: () => new Owner({ name: runOwner, run: facts.run, holder: facts.root }, this.#journalOf(runOwner)),
      ownerOf: (name) => [...this.#owners].find((owner) => owner.name === name),
      changed: () => this.#leaveIfDone(),
    })
  }

  /** What an observer sees. */
  observed(): ObservedRun {
    const { run, runDirectory, root } = this.#facts
    const { runOwner: owner } = this.shared
    const owners = [...this.#owners, ...(owner === undefined ? [] : [owner])].map(observedOwner)
    const isEnding = this.#ending !== undefined
    return {
      run,
      runDirectory,
      supervisorPid: process.pid,
      root,
      isEnding,
      owners,
      shared: [...this.shared.observed()],
    }
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
    this.shared.connected(owner)
    owner.connect(link, facts.token)
    for (const message of this.#complaints) owner.complain(message)
    for (const each of this.holdings.unreachable) owner.hostReach(...each)
    if (this.#ending !== undefined) owner.doom('the run is over')
    return owner
  }

  /** Takes over what the owners of a supervisor that died still have; before anybody connects. */
  takeOver(histories: readonly OwnerHistory[]): void {
    for (const history of histories) {
      if (history.name === runOwner) continue
      const { root } = this.#facts
      const { holder } = history
      if (isSame(holder, root) && holder.thread === undefined && history.closed) this.#rootLeft = true
      if (leftIn(history) === 0 && (history.closed || !isHolderAlive(holder))) continue
      this.#owners.add(this.#takeOverOwner(history))
    }
    const ofRun = histories.findLast(({ name }) => name === runOwner)
    if (ofRun === undefined) return
    const owner = this.#takeOverOwner(ofRun)
    // Nobody connects for it, and it ends with the run only.
    owner.state = 'connected'
    this.shared.takeOver(owner, ofRun)
    void this.shared.tookOver()
  }

  #takeOverOwner(history: OwnerHistory): Owner {
    const owner = new Owner(history, this.#journalOf(history.name), history)
    this.holdings.takeOver(owner, history)
    return owner
  }

  /** Tells every owner what somebody should know: the log of this process may be on the disk that is full. */
  complain(message: string): void {
    if (!this.#complaints.add(message)) return
    this.#facts.log(message)
    for (const owner of this.#owners) owner.complain(message)
  }

  async goodbye(owner: Owner): Promise<void> {
    await owner.finish('owner-closed')
    await this.shared.gone(owner.name)
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
      isBusy: () => !this.holdings.isEmpty || [...this.#owners].some(({ state }) => state === 'lost'),
    })
  }

  *#watched(): Generator<Watched> {
    if (!this.#rootIsDead) yield { holder: this.#facts.root, died: () => this.#rootDied() }
    for (const owner of this.#owners) {
      const { pid, startTime } = owner.holder
      const died = (): void => void this.#ownerDied(owner)
      if (owner.state === 'lost') yield { holder: owner.holder, died }
      // Elsewhere a look is a program that runs: the end of a connection has to do.
      else if (process.platform === 'linux' && owner.state === 'connected' && owner.things.length > 0) {
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
    const owners = [...this.#owners, ...(this.shared.runOwner === undefined ? [] : [this.shared.runOwner])]
    for (const owner of owners) owner.doom(reason)
    await finishAll(this.holdings.things)
    await Promise.all(owners.map((owner) => owner.finish('owner-doomed')))
    this.#rootLeft = true
    for (const owner of this.#owners) this.#forget(owner)
    this.#leaveIfDone()
  }

  #journalOf(owner: string): Journal {
    return new Journal(this.#facts.runDirectory, owner, {
      complain: (message) => this.complain(message),
      written: (entry) => this.observers.tell(owner, entry),
    })
  }

  #forget(owner: Owner): void {
    if (!this.#owners.delete(owner)) return
    void this.shared.gone(owner.name)
    this.#leftAlive += this.holdings.forget(owner)
    owner.journal.close()
    this.#leaveIfDone()
  }

  #leaveIfDone(): void {
    if (!this.#rootLeft || this.#owners.size > 0 || !this.shared.isIdle) return
    clearTimeout(this.#lingering)
    this.#lingering = setTimeout(() => void this.#leave(), this.#ending === undefined ? lingerMs : 0)
  }

  async #leave(): Promise<void> {
    const { runOwner: owner } = this.shared
    if (owner !== undefined) this.#leftAlive += this.holdings.forget(owner)
    owner?.journal.close()
    await this.holdings.close(this.#leftAlive)
    this.#facts.leave(this.#leftAlive)
  }
}
