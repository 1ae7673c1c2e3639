import {
  type HostedSurroundings,
  type KilledProcess,
  type PastSignal,
  type ProcessExit,
  type ProcessInfo,
  type ProcessSpawnOrder,
  type RestFacts,
  delay,
  monotonicMs,
} from '@curfew/protocol'
import { listensSomewhere } from '../../ports/listening-sockets.ts'
import type { ProcessEntry } from '../../system/process-entry.ts'
import { processTable } from '../../system/process-table.ts'
import { AskedTree } from '../../tree/asked-tree.ts'
import { killTree } from '../../tree/kill-tree.ts'
import type { ProcessTree } from '../../tree/process-tree.ts'
import { lookAt, waitForAsked } from '../../tree/wait-for-asked.ts'

/** How often a tree that was asked to stop is looked at, at most, while its main process lives. */
const maxWatchMs = 100
/** The same, when only what its main process left is waited for. */
const maxRestMs = 20
/** What a command leaves for a moment (a report that it still sends) ends by itself in this time; a daemon never does. */
const shortLivedMs = 5000
/** How many of the processes that were killed are named. */
const maxNamed = 50

/** What the end of a tree needs to know. */
export interface EndingFacts extends Pick<HostedSurroundings, 'asked' | 'killed'> {
  readonly tree: ProcessTree
  readonly order: Pick<ProcessSpawnOrder, 'id' | 'stop'>
  /** Signals that a supervisor before this one sent, in order, and what it killed. */
  readonly past: { readonly asked: readonly PastSignal[]; readonly killed: readonly KilledProcess[] }
}

/** How one tree ends: who was asked, who still has time, and what had to be killed. */
export class ProcessEnding {
  readonly #facts: EndingFacts
  readonly #tree: ProcessTree
  readonly #asked: AskedTree[] = []
  readonly #killed = new Map<number, KilledProcess>()
  readonly #isHurried = Promise.withResolvers<void>()
  #hurried = false
  #askedAtMs: number | undefined
  #leftBehind: readonly ProcessInfo[] = []

  constructor(facts: EndingFacts) {
    this.#facts = facts
    this.#tree = facts.tree
    for (const process of facts.past.killed) this.#killed.set(process.pid, process)
    for (const { signal, agoMs, told } of facts.past.asked) {
      this.#askedAtMs ??= monotonicMs() - agoMs
      this.#begin(signal, told)
    }
  }

  /** What had to be killed. */
  get killed(): readonly KilledProcess[] {
    return [...this.#killed.values()].slice(0, maxNamed)
  }

  /** What lived on after the main process had exited by itself and cleanly. */
  get leftBehind(): readonly ProcessInfo[] {
    return this.#leftBehind
  }

  /** Sends the signal to every process of the tree that nobody else tells. */
  ask(signal: NodeJS.Signals): void {
    this.#askedAtMs ??= monotonicMs()
    this.#begin(signal)
  }

  /** Waits for nothing to end by itself any more. */
  hurry(): void {
    this.#hurried = true
    this.#isHurried.resolve()
  }

  /** While the main process lives: tells those that are found later and were not told. */
  async watch(isOver: () => boolean): Promise<void> {
    for (let waitMs = 1; !isOver(); waitMs = Math.min(waitMs * 2, maxWatchMs)) {
      await delay(waitMs)
      if (!isOver()) lookAt(this.#asked)
    }
  }

  /**
   * After the main process: lets the rest of the tree have what is left of the stop limit, and asks it first if nobody has.
   * Resolves when what lives then is to be killed.
   *
   * A main process that ended by itself was not asked, and nor was what it left: that gets the signal and the whole limit,
   * as it would have with its main process. A server behind a launcher that crashed can so write what it holds.
   *
   * @param ask - Asks the tree, on the record
   */
  async endRest(exit: ProcessExit, facts: RestFacts): Promise<void> {
    const { stopTimeoutMs } = this.#facts.order.stop
    if (this.#asked.length === 0) {
      if (exit.code === 0) await this.#waitForShortLived(facts.isOver)
      if (facts.isOver() || stopTimeoutMs === 0 || this.#tree.scan().length === 0) return
      facts.ask()
    }
    const deadlineMs = (this.#askedAtMs ?? monotonicMs()) + (stopTimeoutMs ?? Infinity)
    const hasDied = exit.signal !== null
    await waitForAsked({ asked: this.#asked, deadlineMs, hasDied, isOver: facts.isOver })
  }

  /** Kills what lives, on the record; resolves with what survives. */
  kill(killTimeoutMs: number): Promise<readonly ProcessInfo[]> {
    return killTree(processTable, this.#tree, { killTimeoutMs, found: (members) => this.#found(members) })
  }

  /** Notes what is about to be killed. */
  willKill(processes: readonly KilledProcess[]): void {
    const fresh = processes.filter(({ pid }) => !this.#killed.has(pid))
    if (fresh.length === 0) return
    this.#facts.killed(fresh.slice(0, maxNamed))
    for (const process of fresh) this.#killed.set(process.pid, process)
  }

  #found(members: readonly ProcessEntry[]): void {
    this.willKill(
      members.map((member) => ({
        ...processTable.describe(member.pid),
        asked: this.#asked.some((tree) => tree.isAsked(member)),
      })),
    )
  }

  #begin(signal: NodeJS.Signals, told?: PastSignal['told']): void {
    this.#asked.push(
      new AskedTree(this.#tree, {
        table: processTable,
        signal,
        tell: (processes) => this.#facts.asked(signal, processes),
        ...(told !== undefined && { told }),
      }),
    )
  }

  async #waitForShortLived(isOver: () => boolean): Promise<void> {
    const deadlineMs = monotonicMs() + shortLivedMs
    for (let waitMs = 1; !isOver(); waitMs = Math.min(waitMs * 2, maxRestMs)) {
      const left = this.#tree.scan()
      if (left.length === 0) return
      // Who listens is a server, and does not end by itself.
      const isServer = listensSomewhere(left.map(({ pid }) => pid))
      if (this.#hurried && !isServer) return
      if (isServer || monotonicMs() >= deadlineMs) {
        this.#leftBehind = left.slice(0, maxNamed).map(({ pid }) => processTable.describe(pid))
        return
      }
      await Promise.race([delay(waitMs), this.#isHurried.promise])
    }
  }
}
