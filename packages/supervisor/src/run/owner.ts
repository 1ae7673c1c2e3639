import type { ProcessExit, ProcessTreeEnd } from '@curfew/core/process-port'
import { delay } from '../clock.ts'
import { journalVersion } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import { type HolderIdentity, isHolderAlive } from '../system/thread-identity.ts'
import { finishProcesses } from './finish-processes.ts'
import type { SupervisedProcess } from './supervised-process.ts'

/** What an owner is told. */
export interface OwnerLink {
  exited(id: string, exit: ProcessExit): void
  gone(id: string, end: ProcessTreeEnd): void
  doomed(reason: string): void
  complaint(message: string): void
}

/**
 * `connected → lost → connected …`, and from either `→ finishing → finished`. A lost owner whose connection broke may come
 * back; only its proved death, its goodbye or the end of the run finishes it.
 */
export type OwnerState = 'connected' | 'lost' | 'finishing' | 'finished'

/** Between the loss of a connection and the look whether its holder is dead: it is, most often, but not yet reaped. */
const firstLookMs = 1
const maxLookMs = 100

/** One who has processes: a worker, a thread of a pool, or a program without a runner. */
export class Owner {
  readonly name: string
  readonly holder: HolderIdentity
  readonly journal: Journal
  readonly processes: Map<string, SupervisedProcess> = new Map()
  state: OwnerState = 'connected'
  #link: OwnerLink | undefined
  #finishing: Promise<void> | undefined
  #doomed = false

  constructor(name: string, holder: HolderIdentity, journal: Journal, run: string) {
    this.name = name
    this.holder = holder
    this.journal = journal
    journal.write({
      event: 'journal',
      version: journalVersion,
      run,
      owner: name,
      pid: holder.pid,
      startTime: holder.startTime,
      threadId: holder.thread?.id ?? null,
      supervisorPid: process.pid,
    })
  }

  /** Whether this is the very holder of a connection that broke. */
  isSame(name: string, holder: HolderIdentity): boolean {
    return (
      name === this.name &&
      holder.pid === this.holder.pid &&
      holder.startTime === this.holder.startTime &&
      holder.thread?.id === this.holder.thread?.id
    )
  }

  /** Whether processes may still be given to it. */
  get isOpen(): boolean {
    return this.state === 'connected' && !this.#doomed
  }

  connect(link: OwnerLink): void {
    if (this.state === 'lost') {
      this.state = 'connected'
      this.journal.write({ event: 'owner-back', left: this.#left().length })
    }
    this.#link = link
  }

  adopt(child: SupervisedProcess): void {
    const { id } = child.order
    this.processes.set(id, child)
    void child.exited.then((exit) => this.#link?.exited(id, exit))
    void child.gone.then((end) => this.#link?.gone(id, end))
  }

  /** After its connection broke: finishes it as soon as it is proved dead, and never while it may come back. */
  async lost(): Promise<void> {
    this.#link = undefined
    if (this.state !== 'connected') return
    this.state = 'lost'
    for (let lookMs = firstLookMs; this.#isLost(); lookMs = Math.min(lookMs * 2, maxLookMs)) {
      if (!isHolderAlive(this.holder)) {
        await this.finish('owner-died')
        return
      }
      await delay(lookMs)
    }
  }

  /** The run is over for it: it is told, and has a moment to close its scopes itself. */
  doom(reason: string): void {
    if (this.#doomed) return
    this.#doomed = true
    this.journal.write({ event: 'owner-doomed', left: this.#left().length })
    this.#link?.doomed(reason)
  }

  /** Tells it what somebody should know, and no call of its fails with. */
  complain(message: string): void {
    this.#link?.complaint(message)
  }

  /** Stops what it still has, once. */
  finish(event: 'owner-closed' | 'owner-died' | 'owner-doomed'): Promise<void> {
    this.#finishing ??= this.#finish(event)
    return this.#finishing
  }

  async #finish(event: 'owner-closed' | 'owner-died' | 'owner-doomed'): Promise<void> {
    this.state = 'finishing'
    this.journal.write({ event, left: this.#left().length })
    const verdict = await finishProcesses([...this.processes.values()])
    if (verdict.length > 0) this.journal.write({ event: 'owner-finished', verdict })
    this.state = 'finished'
  }

  #left(): readonly SupervisedProcess[] {
    return [...this.processes.values()].filter((child) => !child.isGone && !child.isKept)
  }

  #isLost(): boolean {
    return this.state === 'lost'
  }
}
