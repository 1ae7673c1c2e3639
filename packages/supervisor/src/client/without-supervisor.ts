import type { JournalEntry, ProcessSpawnOrder } from '@curfew/protocol'
import { hasLeft, newestGeneration } from '../generations.ts'
import { addLateNeeds, type LateNeeds } from '@curfew/protocol/journal'
import { lateNeedsIn } from '../journal/late-needs.ts'
import type { SupervisedProcess } from '../run/supervised-process.ts'
import type { SupervisedResource } from '../run/supervised-resource.ts'
import type { KnownProcess, KnownResource } from '../wire/protocol.ts'
import type { LastResort, LastResortFacts } from './last-resort.ts'
import type { SupervisedHandle } from './supervised-handle.ts'

/** What an owner does once the supervisor of its run is gone for good: it ends its processes itself. */
export class WithoutSupervisor {
  readonly #facts: LastResortFacts
  /** Called back at the loss, and not by a promise: that would keep everything that ever waited for it, and so its test. */
  readonly #lossListeners = new Set<() => void>()
  readonly #lateNeeds: LateNeeds[] = []
  readonly #locals = new Map<string, SupervisedProcess>()
  readonly #localResources = new Map<string, SupervisedResource>()
  #isLost = false
  #lastResort: Promise<LastResort> | undefined

  constructor(facts: LastResortFacts) {
    this.#facts = facts
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** Calls back when no supervisor is left, and none will come; at once where that is so. Returns an unsubscribe function. */
  onLost(listener: () => void): () => void {
    if (this.#isLost) listener()
    else this.#lossListeners.add(listener)
    return () => this.#lossListeners.delete(listener)
  }

  /** Remembers what was found to be needed late. */
  onRecord(entry: JournalEntry): void {
    const late = lateNeedsIn(entry)
    if (late !== undefined) this.#lateNeeds.push(late)
  }

  /** Forgets it: edges are of instances, and of these none is left. */
  onNothingLeft(): void {
    this.#lateNeeds.length = 0
  }

  /** What a supervisor that comes after another one has to know of these processes, whatever it read. */
  knownOf(handles: Iterable<SupervisedHandle>): readonly KnownProcess[] {
    return [...handles].flatMap(({ known }) => {
      if (known === undefined) return []
      const needs = new Set(known.order.needs)
      for (const late of this.#lateNeeds) addLateNeeds(known.order.id, needs, late)
      return [{ ...known, order: { ...known.order, needs: [...needs] } }]
    })
  }

  /** Takes over what the owner has, of which `failure` says why nobody else can. */
  begin(handles: Iterable<SupervisedHandle>, resources: Iterable<KnownResource>, failure: unknown): void {
    this.#isLost = true
    const left = [...handles].filter(({ known }) => known !== undefined)
    const held = [...resources]
    const { runDirectory, complain } = this.#facts
    const wasEnded = failure === undefined && hasLeft(runDirectory, newestGeneration(runDirectory))
    const count = left.length + held.length
    if (count > 0 && !wasEnded) complain(lostForGood(count, runDirectory, failure))
    this.#lastResort = this.#takeOver(left, held)
    // Whoever needs it is told that it failed.
    this.#lastResort.catch(() => {})
    for (const listener of this.#lossListeners) listener()
    this.#lossListeners.clear()
  }

  /** A process that the owner has to end itself; `undefined` while there is a supervisor. */
  async local(id: string): Promise<SupervisedProcess | undefined> {
    await this.#lastResort
    return this.#locals.get(id)
  }

  /** Something that is no process, and that the owner has to end itself; `undefined` while there is a supervisor. */
  async localResource(id: string): Promise<SupervisedResource | undefined> {
    await this.#lastResort
    return this.#localResources.get(id)
  }

  /** Kills what may have been spawned for an order that was never answered. */
  async killUnanswered(order: ProcessSpawnOrder): Promise<void> {
    await (await this.#lastResort)?.killUnanswered(order)
  }

  /** Stops whatever is left, dependants first. */
  async finish(): Promise<void> {
    await (await this.#lastResort)?.finish(this.#lateNeeds)
  }

  /** Loaded now, and never where all is well. */
  async #takeOver(left: readonly SupervisedHandle[], resources: readonly KnownResource[]): Promise<LastResort> {
    const { LastResort } = await import('./last-resort.ts')
    const lastResort = new LastResort(this.#facts)
    for (const handle of left) {
      if (handle.known === undefined) continue
      const local = lastResort.adopt(handle.known)
      this.#locals.set(handle.id, local)
      handle.onSupervisorLost(local)
    }
    for (const known of resources) this.#localResources.set(known.order.id, lastResort.adoptResource(known))
    return lastResort
  }
}

function lostForGood(count: number, runDirectory: string, failure: unknown): string {
  const reason = failure instanceof Error ? failure.message : `the folder of the run is gone (${runDirectory})`
  return (
    `The supervisor of the run died, and no other one can take over: ${reason}\n` +
    `  This process stops its ${count === 1 ? 'service' : `${count} services`} itself. What is written from now on is in ` +
    `the raw files of the logs (stdout.log, stderr.log), and in no record or message.`
  )
}
