import { existsSync } from 'node:fs'
import { type ProcessExit, type ProcessInfo, type ProcessSpawnOrder, delay } from '@curfew/protocol'
import { askedOf, type ProcessHistory, readHistories } from '../journal/history.ts'
import { Journal, journalPath } from '../journal/journal.ts'
import { addLateNeeds, type LateNeeds } from '../journal/late-needs.ts'
import { LocalHost } from '../hosts/local/local-host.ts'
import { surroundingsOf } from '../hosts/surroundings.ts'
import { keepReading } from '../output/keep-reading.ts'
import { type ProcessSurroundings, SupervisedProcess } from '../run/supervised-process.ts'
import { finishAll } from '../run/supervised.ts'
import { sparedProcesses } from '../sweep/finish-run.ts'
import { LeftTree } from '../sweep/left-tree.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive, processTable } from '../system/process-table.ts'
import { noContainment } from '../tree/containment.ts'
import { killTree } from '../tree/kill-tree.ts'
import type { KnownProcess } from '../wire/protocol.ts'

/** Whose services they are. */
export interface LastResortFacts {
  readonly run: string
  readonly runDirectory: string
  readonly owner: string
  readonly complain: (message: string) => void
}

const lookMs = 50
const killTimeoutMs = 2000

/**
 * The services of an owner whose supervisor is gone and gets no successor: the owner ends them itself, when its scopes tell it
 * to. Their trees are what groups, sessions, descent and marks tell; how they exited is not known, and what they write goes into
 * their logs, where nobody here looks for it.
 */
export class LastResort {
  readonly #facts: LastResortFacts
  readonly #around: ProcessSurroundings
  readonly #local: LocalHost
  readonly #children: SupervisedProcess[] = []
  /** What the journal says of processes that the owner was not told of. */
  readonly #past: ReadonlyMap<string, Pick<ProcessHistory, 'asked' | 'killed' | 'kept'>>

  constructor(facts: LastResortFacts) {
    this.#facts = facts
    const { run, runDirectory, owner, complain } = facts
    // A folder that somebody removed is not to come back.
    const journal = existsSync(journalPath(runDirectory, owner))
      ? new Journal(runDirectory, owner, complain)
      : noJournal
    this.#around = { journal, tailer: noTailer, complain: nothing }
    this.#local = new LocalHost({
      run,
      log: nothing,
      complain: nothing,
      chosenPorts: () => [],
      bystanders: () => new Set([process.pid]),
      living: () => 0,
    })
    const histories = readHistories(runDirectory).filter(({ name }) => name === owner)
    this.#past = new Map(histories.flatMap(({ processes }) => processes).map((each) => [each.order.id, each]))
  }

  /** Takes over a process. */
  adopt({ order, main, startedAtMs, signals, kept }: KnownProcess): SupervisedProcess {
    const past = this.#past.get(order.id)
    const all = {
      order,
      asked: askedOf(signals, past?.asked),
      killed: past?.killed ?? [],
      kept: kept || past?.kept === true,
    }
    const around = surroundingsOf(order.id, this.#around.journal)
    const hosted = this.#local.adoptMain(all, { ...main, startedAtMs, exited: whenOver(main) }, around, 'unread')
    const child = new SupervisedProcess(order, hosted, this.#around, { ...all, adopted: true, spawned: true })
    this.#children.push(child)
    return child
  }

  /** Kills what may have been spawned for an order that was never answered: nobody was given it, and its mark tells. */
  async killUnanswered({ id, uid }: Pick<ProcessSpawnOrder, 'id' | 'uid'>): Promise<readonly ProcessInfo[]> {
    const left = { main: undefined, run: this.#facts.run, id, uid }
    const tree = new LeftTree(processTable, left, sparedProcesses(processTable))
    return killTree(processTable, tree, { killTimeoutMs })
  }

  /** Stops whatever is left, dependants first; `lateNeeds` was found after they were taken over. */
  async finish(lateNeeds: readonly LateNeeds[]): Promise<void> {
    for (const child of this.#children) {
      for (const late of lateNeeds) addLateNeeds(child.order.id, child.needs, late)
    }
    await finishAll(this.#children)
  }
}

/** How it ended is known only to its parent. Looking for it keeps nobody alive. */
async function whenOver(main: ProcessIdentity): Promise<ProcessExit> {
  while (isAlive(main)) await delay(lookMs, { unref: true })
  return { code: null, signal: null, hint: 'how it exited is not known: the supervisor that was its parent had died' }
}

const noJournal: ProcessSurroundings['journal'] = {
  write() {
    // Nobody reads it: the folder of the run is gone.
  },
}

const noTailer: ProcessSurroundings['tailer'] = {
  open: ({ log }) => readOn(log.directory),
  handOver: async () => {},
  subscribe: nothing,
  unsubscribe: nothing,
  lastLines: async () => [],
  finish: async () => [],
}

/** A process that is to end must not wait because its pipes are full. */
function readOn(directory: string): void {
  try {
    keepReading(directory, noContainment)
  } catch {
    // It writes files.
  }
}

function nothing(): void {
  // Who listened did so at the supervisor, which is dead.
}
