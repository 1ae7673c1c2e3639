import { SupervisorCallError } from '../errors.ts'
import type { OwnerHistory } from '../journal/history.ts'
import type { LeaseAnswer } from '../wire/protocol.ts'
import type { ObservedLease } from './observed.ts'
import type { Owner } from './owner.ts'
import { SupervisedProcess } from './supervised-process.ts'
import { finishAll, type Supervised } from './supervised.ts'

/** What shared leases need of the supervisor. */
export interface SharedLeaseFacts {
  /** Makes the owner that is the run itself, with the first lease. */
  readonly makeRunOwner: () => Owner
  readonly ownerOf: (name: string) => Owner | undefined
  /** One of them is over: the supervisor may be done. */
  readonly changed: () => void
}

/**
 * `making → made → ending`, or `making → failed`. Its things are the run's from the first order on, so no death of an owner ends
 * them in the middle of somebody else's use.
 */
interface Lease {
  readonly key: string
  state: 'making' | 'made' | 'failed'
  /** Who makes it; `undefined` while nobody does: the maker died, and what it had made is being ended. */
  maker: string | undefined
  /** Names of the owners that use it, its maker among them. */
  readonly holders: Set<string>
  readonly ids: Set<string>
  /** What the maker said of it, or why there is none. */
  value: unknown
  /** Those that wait until it is made. */
  waiters: Waiter[]
  /** Settles when nothing of it is left. */
  ending: Promise<void> | undefined
}

interface Waiter {
  readonly owner: Owner
  readonly answer: (answer: LeaseAnswer) => void
}

/**
 * What the run has once for all owners, by key. The first one that asks makes it, others wait for the same; it is ended when the last
 * one has left. Where its maker dies in the middle, what it had made is ended, and the next one that waits makes it.
 */
export class SharedLeases {
  readonly #facts: SharedLeaseFacts
  readonly #leases = new Map<string, Lease>()
  #owner: Owner | undefined

  constructor(facts: SharedLeaseFacts) {
    this.#facts = facts
  }

  /** The run as an owner, once it has something. */
  get runOwner(): Owner | undefined {
    return this.#owner
  }

  get isIdle(): boolean {
    return [...this.#leases.values()].every(({ state, ending }) => state === 'failed' && ending === undefined)
  }

  /** What there is, for observers. */
  *observed(): Generator<ObservedLease> {
    for (const { key, state, ending, holders } of this.#leases.values()) {
      yield { key, state: ending === undefined ? state : 'ending', holders: [...holders] }
    }
  }

  /** Goes on with leases that another supervisor had; before anybody connects. */
  takeOver(owner: Owner, { sharedLeases }: Pick<OwnerHistory, 'sharedLeases'>): void {
    this.#owner = owner
    for (const { key, state, maker, holders, ids, value } of sharedLeases) {
      this.#leases.set(key, {
        key,
        state,
        maker,
        value,
        holders: new Set(holders),
        ids: new Set(ids),
        waiters: [],
        ending: undefined,
      })
    }
  }

  /** The owners that came through a take-over are known: those that did not are dead. */
  async tookOver(): Promise<void> {
    const names = new Set([...this.#leases.values()].flatMap(({ holders, maker }) => [...holders, maker ?? '']))
    await Promise.all(
      [...names].filter((name) => this.#facts.ownerOf(name) === undefined).map((name) => this.gone(name)),
    )
  }

  /** An owner is connected (again): it is told of the ends of what it uses. */
  connected(owner: Owner): void {
    for (const lease of this.#leases.values()) if (lease.holders.has(owner.name)) this.#handOut(lease, owner)
  }

  async ask(owner: Owner, key: string): Promise<LeaseAnswer> {
    const lease = this.#leases.get(key)
    if (lease === undefined) return this.#begin(owner, key)
    if (lease.ending !== undefined) {
      await lease.ending
      return this.ask(owner, key)
    }
    if (lease.state === 'failed') return { role: 'failed', error: lease.value }
    if (lease.state === 'made') return this.#hold(lease, owner)
    if (lease.maker === owner.name) return { role: 'maker' }
    return new Promise((answer) => {
      lease.waiters.push({ owner, answer })
    })
  }

  /** It is made, and whoever waits may use it. */
  made(owner: Owner, key: string, value: unknown): void {
    const lease = this.#making(owner, key)
    if (lease === undefined) return
    lease.state = 'made'
    lease.value = value
    this.#write({ event: 'lease-made', key, value })
    for (const waiter of lease.waiters.splice(0)) waiter.answer(this.#hold(lease, waiter.owner))
  }

  /** It cannot be made: whoever waits, and whoever asks later, is told why. What there is of it is ended. */
  async failed(owner: Owner, key: string, error: unknown): Promise<void> {
    const lease = this.#making(owner, key)
    if (lease === undefined) return
    lease.ending = finishAll(this.#thingsOf(lease)).then(() => {
      lease.state = 'failed'
      lease.value = error
      lease.ending = undefined
      lease.holders.clear()
    })
    this.#write({ event: 'lease-failed', key, error })
    await lease.ending
    for (const waiter of lease.waiters.splice(0)) waiter.answer({ role: 'failed', error })
    this.#facts.changed()
  }

  /** An owner uses it no more; resolves, for the last one, when it is ended. */
  async leave(name: string, key: string): Promise<void> {
    await this.#left(name, key)
    await this.#endUnused()
  }

  /** An owner is finished: it uses nothing any more, and waits for nothing. */
  async gone(name: string): Promise<void> {
    for (const lease of this.#leases.values()) {
      lease.waiters = lease.waiters.filter(({ owner }) => owner.name !== name)
    }
    await Promise.all([...this.#leases.keys()].map((key) => this.#left(name, key)))
    await this.#endUnused()
  }

  /** Whose something is that is ordered for a lease: the run's. */
  ownerFor(owner: Owner, { id, lease: key = '' }: { readonly id: string; readonly lease?: string | undefined }): Owner {
    const lease = this.#making(owner, key)
    if (lease === undefined) throw new SupervisorCallError(`"${owner.name}" does not make "${key}".`)
    lease.ids.add(id)
    return this.#run()
  }

  /**
   * Refuses to end what others use.
   *
   * @throws {SupervisorCallError} which names them
   */
  assertEndable(owner: Owner, id: string): void {
    for (const { key, ids, holders } of this.#leases.values()) {
      const others = [...holders].filter((name) => name !== owner.name)
      if (!ids.has(id) || others.length === 0) continue
      throw new SupervisorCallError(`"${id}" is not ended: "${key}" is used by ${others.join(', ')} too.`)
    }
  }

  /** Tells who makes it of the ends of what was spawned for it. */
  spawned(owner: Owner, key: string): void {
    const lease = this.#leases.get(key)
    if (lease !== undefined) this.#handOut(lease, owner)
  }

  #begin(owner: Owner, key: string): LeaseAnswer {
    const lease: Lease = {
      key,
      state: 'making',
      maker: owner.name,
      holders: new Set([owner.name]),
      ids: new Set(),
      value: undefined,
      waiters: [],
      ending: undefined,
    }
    this.#leases.set(key, lease)
    this.#write({ event: 'lease-making', key, owner: owner.name })
    return { role: 'maker' }
  }

  #hold(lease: Lease, owner: Owner): LeaseAnswer {
    const { key, value, holders } = lease
    if (!holders.has(owner.name)) this.#write({ event: 'lease-held', key, owner: owner.name })
    holders.add(owner.name)
    const processes = this.#handOut(lease, owner)
    return {
      role: 'user',
      value,
      processes: processes.map(({ order, pid, startedAtMs }) => ({ order, pid, startedAtMs })),
    }
  }

  async #left(name: string, key: string): Promise<void> {
    const lease = this.#leases.get(key)
    if (lease === undefined || !lease.holders.delete(name)) return
    this.#write({ event: 'lease-left', key, owner: name })
    const owner = this.#facts.ownerOf(name)
    for (const id of lease.ids) owner?.held.delete(id)
    if (lease.maker === name && lease.state === 'making') await this.#handOver(lease)
  }

  /** Its maker is gone: what it had made is ended, and the next one begins anew. */
  async #handOver(lease: Lease): Promise<void> {
    await this.#end(lease)
    const [next, ...others] = lease.waiters.filter(({ owner }) => owner.isOpen)
    if (next !== undefined) next.answer(await this.ask(next.owner, lease.key))
    for (const { owner, answer } of others) void this.ask(owner, lease.key).then(answer)
  }

  /** Ends what nobody uses: no owner, and nothing else that is shared. */
  async #endUnused(): Promise<void> {
    const unused = [...this.#leases.values()].filter(
      (lease) =>
        lease.state === 'made' && lease.holders.size === 0 && lease.ending === undefined && !this.#isNeeded(lease),
    )
    if (unused.length === 0) return
    await Promise.all(unused.map((lease) => this.#end(lease)))
    await this.#endUnused()
  }

  #isNeeded(lease: Lease): boolean {
    return [...this.#leases.values()].some(
      (other) =>
        other !== lease &&
        this.#thingsOf(other).some(({ isLeft, needs }) => isLeft && [...needs].some((id) => lease.ids.has(id))),
    )
  }

  async #end(lease: Lease): Promise<void> {
    const { key } = lease
    lease.ending ??= finishAll(this.#thingsOf(lease)).then(() => {
      this.#leases.delete(key)
      this.#write({ event: 'lease-ended', key })
    })
    await lease.ending
    this.#facts.changed()
  }

  #making(owner: Owner, key: string): Lease | undefined {
    const lease = this.#leases.get(key)
    return lease?.maker === owner.name && lease.state === 'making' && lease.ending === undefined ? lease : undefined
  }

  #thingsOf({ ids }: Lease): readonly Supervised[] {
    return this.#owner?.things.filter(({ id }) => ids.has(id)) ?? []
  }

  #handOut(lease: Lease, owner: Owner): readonly SupervisedProcess[] {
    const processes = this.#thingsOf(lease).filter((thing) => thing instanceof SupervisedProcess)
    for (const child of processes) owner.hold(child)
    return processes
  }

  #write(entry: Parameters<Owner['journal']['write']>[0]): void {
    this.#run().journal.write(entry)
  }

  #run(): Owner {
    this.#owner ??= this.#facts.makeRunOwner()
    return this.#owner
  }
}
