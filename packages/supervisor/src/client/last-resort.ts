import { existsSync } from 'node:fs'
import { type HostDriver, type PastProcess, type ProcessExit, type ProcessSpawnOrder, delay } from '@curfew/protocol'
import { askedOf, type ProcessHistory, readHistories } from '../journal/history.ts'
import { Journal, journalPath } from '../journal/journal.ts'
import { addLateNeeds, type LateNeeds } from '@curfew/protocol/journal'
import { findOnHost } from '../hosts/find-on-host.ts'
import { Hosts } from '../hosts/hosts.ts'
import { LateProcess } from '../hosts/late-process.ts'
import { LocalHost } from '../hosts/local/local-host.ts'
import { surroundingsOf } from '../hosts/surroundings.ts'
import { keepReading } from '../output/keep-reading.ts'
import { type ProcessSurroundings, SupervisedProcess } from '../run/supervised-process.ts'
import { SupervisedResource } from '../run/supervised-resource.ts'
import { finishAll, type Supervised } from '../run/supervised.ts'
import { sparedProcesses } from '../sweep/finish-run.ts'
import { LeftTree } from '../sweep/left-tree.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive, processTable } from '../system/process-table.ts'
import { noContainment } from '../tree/containment.ts'
import { killTree } from '../tree/kill-tree.ts'
import type { KnownProcess, KnownResource } from '../wire/protocol.ts'

/** Whose services they are. */
export interface LastResortFacts {
  readonly run: string
  readonly runDirectory: string
  readonly owner: string
  readonly complain: (message: string) => void
}

const lookMs = 50

/**
 * The services of an owner whose supervisor is gone and gets no successor: the owner ends them itself, when its scopes tell it
 * to. Their trees are what groups, sessions, descent and marks tell; how they exited is not known, and what they write goes into
 * their logs, where nobody here looks for it.
 */
export class LastResort {
  readonly #facts: LastResortFacts
  readonly #around: ProcessSurroundings
  readonly #local: LocalHost
  readonly #hosts: Hosts
  readonly #things: Supervised[] = []
  /** What the journal says of processes that the owner was not told of. */
  readonly #past: ReadonlyMap<string, Pick<ProcessHistory, 'asked' | 'killed' | 'kept'>>

  constructor(facts: LastResortFacts) {
    this.#facts = facts
    const { run, runDirectory, owner, complain } = facts
    // A folder that somebody removed is not to come back.
    const journal = existsSync(journalPath(runDirectory, owner))
      ? new Journal(runDirectory, owner, { complain })
      : noJournal
    this.#around = { journal, tailer: noTailer, complain: nothing }
    this.#hosts = new Hosts({ run, complain })
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
      intendedAtMs: startedAtMs,
      spawned: { ...main, startedAtMs },
      asked: askedOf(signals, past?.asked),
      killed: past?.killed ?? [],
      kept: kept || past?.kept === true,
    }
    const around = surroundingsOf(order, this.#around.journal, nothing)
    const hosted =
      order.driver === undefined
        ? this.#local.adoptMain(all, { ...main, startedAtMs, exited: whenOver(main) }, around, 'unread')
        : this.#adoptElsewhere(all)
    const child = new SupervisedProcess(order, hosted, this.#around, { ...all, adopted: true, spawned: true })
    this.#things.push(child)
    return child
  }

  /** Takes over what is no process. */
  adoptResource({ order, value }: KnownResource): SupervisedResource {
    const driver = (): Promise<HostDriver> => this.#hosts.driver(order.driver)
    const resource = new SupervisedResource(order, { journal: this.#around.journal, driver }, { made: { value } })
    this.#things.push(resource)
    return resource
  }

  /** Kills what may have been spawned for an order that was never answered: nobody was given it, and its mark tells. */
  async killUnanswered(order: ProcessSpawnOrder): Promise<void> {
    const { killTimeoutMs } = order.stop
    if (order.driver !== undefined) {
      const past = { order: { ...order, env: {} }, intendedAtMs: 0, asked: [], killed: [], kept: false }
      const around = surroundingsOf(order, this.#around.journal, nothing)
      const hosted = await (await this.#hosts.driver(order.driver)).adopt?.(past, around)
      await hosted?.kill(killTimeoutMs)
      return
    }
    const left = { main: undefined, run: this.#facts.run, id: order.id, uid: order.uid }
    const tree = new LeftTree(processTable, left, sparedProcesses(processTable))
    await killTree(processTable, tree, { killTimeoutMs })
  }

  /** Stops whatever is left, dependants first; `lateNeeds` was found after they were taken over. */
  async finish(lateNeeds: readonly LateNeeds[]): Promise<void> {
    for (const { id, needs } of this.#things) {
      for (const late of lateNeeds) addLateNeeds(id, needs, late)
    }
    await finishAll(this.#things)
    await this.#hosts.close()
  }

  #adoptElsewhere(past: PastProcess & { readonly spawned: NonNullable<PastProcess['spawned']> }): LateProcess {
    const { order, spawned } = past
    const find = async () => {
      if (order.driver === undefined) return undefined
      return (await this.#hosts.driver(order.driver)).adopt?.(
        past,
        surroundingsOf(order, this.#around.journal, nothing),
      )
    }
    return new LateProcess(order, spawned, findOnHost(order.id, find, this.#facts.complain))
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
