import {
  type HostDriverOrder,
  type HostReach,
  type JournalEntry,
  type ProcessExit,
  type ProcessTreeEnd,
  setImmediate,
} from '@curfew/protocol'
import { addLateNeeds, journalVersion, type LateNeeds } from '@curfew/protocol/journal'
import { leftIn, type OwnerHistory } from '../journal/history.ts'
import type { Journal } from '../journal/journal.ts'
import { lateNeedsIn } from '../journal/late-needs.ts'
import type { HolderIdentity } from '../system/thread-identity.ts'
import type { SupervisedProcess } from './supervised-process.ts'
import type { SupervisedResource } from './supervised-resource.ts'
import type { UnansweredSpawn } from './unanswered-spawn.ts'
import { finishAll, type Supervised } from './supervised.ts'

/** What an owner is told. */
export interface OwnerLink {
  exited(id: string, exit: ProcessExit): void
  gone(id: string, end: ProcessTreeEnd): void
  /** Entries up to that number are in the journal. */
  recorded(serial: number): void
  doomed(reason: string): void
  complaint(message: string): void
  hostReach(driver: HostDriverOrder, reach: HostReach): void
}

/**
 * `connected → lost → connected …`, and from either `→ finishing → finished`. A lost owner whose connection broke may come
 * back; only its proved death, its goodbye or the end of the run finishes it.
 */
export type OwnerState = 'connected' | 'lost' | 'finishing' | 'finished'

/** Who an owner is. */
export interface OwnerFacts {
  readonly name: string
  readonly run: string
  readonly holder: HolderIdentity
  /** Of its connection: the same holder may open several. */
  readonly token?: string
}

/** One who has processes: a worker, a thread of a pool, or a program without a runner. */
export class Owner {
  readonly name: string
  readonly holder: HolderIdentity
  readonly journal: Journal
  readonly processes: Map<string, SupervisedProcess> = new Map()
  readonly resources: Map<string, SupervisedResource> = new Map()
  /** Processes of the run that it uses, beside others. */
  readonly held: Map<string, SupervisedProcess> = new Map()
  /** Orders to other hosts that were not answered when the supervisor before this one died. */
  readonly unanswered: Map<string, UnansweredSpawn> = new Map()
  state: OwnerState = 'connected'
  #link: OwnerLink | undefined
  #finishing: Promise<void> | undefined
  #doomed: string | undefined
  #token: string | undefined
  #recorded = 0
  #acknowledges = false
  /** In the order in which they were found; those of services that are no processes too, since these lie between. */
  readonly #lateNeeds: LateNeeds[] = []
  /** The end of the journal at a take-over: what the owner sends again may stand there already. */
  readonly #written = new Set<string>()

  constructor(facts: OwnerFacts, journal: Journal, past?: OwnerHistory) {
    const { name, holder, run } = facts
    this.name = name
    this.holder = holder
    this.journal = journal
    this.#token = facts.token
    if (past !== undefined) {
      this.state = 'lost'
      this.#doomed = past.doomed ? 'the run is over' : undefined
      for (const line of past.lastLines) this.#written.add(line)
      this.#lateNeeds.push(...past.lateNeeds)
      journal.write({ event: 'taken-over', left: leftIn(past), supervisorPid: process.pid })
      return
    }
    const { pid, startTime, thread } = holder
    journal.write({
      event: 'journal',
      version: journalVersion,
      run,
      owner: name,
      pid,
      startTime,
      threadId: thread?.id ?? null,
      ...(thread === undefined ? {} : { threadStartTime: thread.startTime }),
      supervisorPid: process.pid,
    })
  }

  /** Whether a connection is this owner's again: of the same holder, after the loss of the one before or in its place. */
  isSame({ name, holder, token }: Pick<OwnerFacts, 'name' | 'holder' | 'token'>): boolean {
    const { pid, startTime, thread } = this.holder
    return (
      (this.state === 'lost' || (this.state === 'connected' && this.#token === token)) &&
      name === this.name &&
      holder.pid === pid &&
      holder.startTime === startTime &&
      holder.thread?.id === thread?.id
    )
  }

  /** Whether processes may still be given to it. */
  get isOpen(): boolean {
    return this.state === 'connected' && this.#doomed === undefined
  }

  /** Whether nobody stops what it has yet. */
  get isUnfinished(): boolean {
    return this.state === 'connected' || this.state === 'lost'
  }

  connect(link: OwnerLink, token: string): void {
    if (this.state === 'lost') {
      this.state = 'connected'
      this.journal.write({ event: 'owner-back', left: this.#left().length })
    }
    this.#token = token
    this.#link = link
    // What happened while nobody could be told; to be told twice does no harm.
    if (this.#doomed !== undefined) link.doomed(this.#doomed)
    for (const { order, exit, end } of [...this.processes.values(), ...this.held.values()]) {
      if (exit !== undefined) link.exited(order.id, exit)
      if (end !== undefined) link.gone(order.id, end)
    }
  }

  /** All that is ended in its place. */
  get things(): readonly Supervised[] {
    return [...this.processes.values(), ...this.resources.values(), ...this.unanswered.values()]
  }

  adoptResource(resource: SupervisedResource): void {
    this.resources.set(resource.id, resource)
    this.#addLateNeeds(resource)
  }

  adoptUnanswered(order: UnansweredSpawn): void {
    this.unanswered.set(order.id, order)
    this.#addLateNeeds(order)
  }

  adopt(child: SupervisedProcess): void {
    const { id } = child.order
    this.processes.set(id, child)
    this.#addLateNeeds(child)
    void child.exited.then((exit) => this.#link?.exited(id, exit))
    void child.gone.then((end) => this.#link?.gone(id, end))
  }

  /** It uses a process of the run, and is told of its end for as long as it does. */
  hold(child: SupervisedProcess): void {
    const { id } = child
    if (this.held.get(id) === child) return
    this.held.set(id, child)
    const isHeld = (): boolean => this.held.get(id) === child
    void child.exited.then((exit) => {
      if (isHeld()) this.#link?.exited(id, exit)
    })
    void child.gone.then((end) => {
      if (isHeld()) this.#link?.gone(id, end)
    })
  }

  /** Writes an entry of the owner's, unless it was written before the connection, or the supervisor, was lost. */
  record(entry: JournalEntry, serial: number): void {
    if (serial <= this.#recorded) return
    this.#recorded = serial
    const late = lateNeedsIn(entry)
    if (late !== undefined) this.#takeLateNeeds(late)
    if (this.#written.size === 0 || !this.#written.delete(JSON.stringify(entry))) this.journal.record(entry)
    if (this.#acknowledges) return
    this.#acknowledges = true
    // Once for all that came with one read of the socket.
    setImmediate(() => {
      this.#acknowledges = false
      this.#link?.recorded(this.#recorded)
    })
  }

  /** A connection of its broke: it may come back, unless it is found dead. Returns whether it had no other one. */
  lost(link: OwnerLink): boolean {
    if (this.#link !== link) return false
    this.#link = undefined
    if (this.state === 'connected') this.state = 'lost'
    return this.state === 'lost'
  }

  /** The run is over for it: it is told, and has a moment to close its scopes itself. */
  doom(reason: string): void {
    if (this.#doomed !== undefined) return
    this.#doomed = reason
    this.journal.write({ event: 'owner-doomed', left: this.#left().length })
    this.#link?.doomed(reason)
  }

  /** Tells it what somebody should know, and no call of its fails with. */
  complain(message: string): void {
    this.#link?.complaint(message)
  }

  /** Tells it whether a host can be reached. */
  hostReach(driver: HostDriverOrder, reach: HostReach): void {
    this.#link?.hostReach(driver, reach)
  }

  /** Stops what it still has, once. */
  finish(event: 'owner-closed' | 'owner-died' | 'owner-doomed'): Promise<void> {
    this.#finishing ??= this.#finish(event)
    return this.#finishing
  }

  async #finish(event: 'owner-closed' | 'owner-died' | 'owner-doomed'): Promise<void> {
    this.state = 'finishing'
    this.journal.write({ event, left: this.#left().length })
    const verdict = await finishAll(this.things)
    if (verdict.length > 0) this.journal.write({ event: 'owner-finished', verdict })
    await Promise.all([...this.processes.values()].map(({ drained }) => drained))
    this.state = 'finished'
  }

  #takeLateNeeds(late: LateNeeds): void {
    this.#lateNeeds.push(late)
    for (const { id, needs } of this.things) addLateNeeds(id, needs, late)
  }

  #addLateNeeds({ id, needs }: Supervised): void {
    for (const late of this.#lateNeeds) addLateNeeds(id, needs, late)
  }

  #left(): readonly Supervised[] {
    return this.things.filter(({ isLeft }) => isLeft)
  }
}
