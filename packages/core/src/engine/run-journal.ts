import process from 'node:process'
import type { Clock, ProcessHost } from '@curfew/protocol'
import { JournalQueue } from '../journal/journal-queue.ts'
import type { Transition } from '../lifecycle/outcome.ts'
import { placeOf } from '../place.ts'
import { FullDisk } from '../run/full-disk.ts'
import type { Member } from '../scope/member.ts'
import type { Scope } from '../scope/scope.ts'
import type { Verdict } from '../scope/verdict.ts'
import {
  isLateFor,
  scopeOpenedEntry,
  serviceDeclaredEntry,
  serviceNeedsEntry,
  transitionEntry,
  verdictEntry,
} from '../scope/journal-entries.ts'

/** What the engine writes into the journal of its run; kept until there is a supervisor that writes it. */
export class RunJournal {
  readonly #clock: Clock
  readonly #queue = new JournalQueue()
  readonly #fullDisk = new FullDisk()
  readonly #opened = new WeakSet<Scope>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  connect(processHost: ProcessHost): void {
    this.#queue.connect(processHost)
  }

  disconnect(): void {
    this.#queue.disconnect()
  }

  /** A service is about to start: what it needs and where it runs is known. */
  declared(member: Member): void {
    const { scope } = member
    // A scope that starts nothing is not in the journal: most tests of a suite need no service.
    if (!this.#opened.has(scope)) this.#queue.record(scopeOpenedEntry(scope))
    this.#opened.add(scope)
    const { node, cluster } = placeOf(member)
    this.#queue.record(serviceDeclaredEntry(member, { timeMs: this.#clock.nowMs(), node, cluster }))
  }

  transitioned(transition: Transition): void {
    this.#queue.record(transitionEntry(transition))
  }

  /** An edge was found: one that comes too late for the declaration and the spawn order is written at once. */
  needFound(member: Member, dependency: Member): void {
    if (isLateFor(member)) this.#queue.record(serviceNeedsEntry(member, dependency, this.#clock.nowMs()))
  }

  closed(scope: Scope, verdict: Verdict): void {
    if (this.#opened.has(scope)) this.#queue.record(verdictEntry(verdict))
  }

  /** Notes what fails nothing; `aloud` where the journal may be what cannot be written. */
  warn(message: string, aloud: boolean = false): void {
    this.#queue.record({ event: 'warning', timeMs: this.#clock.nowMs(), message })
    const said = aloud ? this.#fullDisk.heard(message) : undefined
    if (said !== undefined) process.emitWarning(said, 'CurfewWarning')
  }
}
