import type { ProcessEntry, ProcessIdentity, ProcessTable } from '../system/process-entry.ts'
import { noContainment } from '../tree/containment.ts'
import { carriesMark, isProvable, type Mark } from '../tree/mark.ts'
import { ProcessTree } from '../tree/process-tree.ts'
import type { LeftService } from './left-services.ts'

const nobody: ProcessIdentity = { pid: 0, startTime: 0 }

/**
 * The tree of a service whose run is dead, by proof alone: the main process by pid and start time, whatever carries the
 * mark and is of this user (or of the one that the service was given), what descends from these, and what is in the main process's group or session while one of these is in it as well.
 *
 * A group without any of them proves nothing: long after its leader died, its number may be another one's.
 */
export class LeftTree extends ProcessTree {
  readonly #table: ProcessTable
  readonly #mark: Mark
  readonly #spared: ReadonlySet<number>
  readonly #givenUser: number | undefined
  #members = new Map<number, ProcessEntry>()

  /** @param spared - Processes that are never members: whoever sweeps, and its ancestors */
  constructor(
    table: ProcessTable,
    { main, run, id, uid }: Pick<LeftService, 'main' | 'run' | 'id' | 'uid'>,
    spared: ReadonlySet<number>,
  ) {
    const mark = { run, id }
    super(table, main ?? nobody, mark, noContainment, uid)
    this.#givenUser = uid
    this.#table = table
    this.#mark = mark
    this.#spared = spared
  }

  override scan(): readonly ProcessEntry[] {
    const entries = this.#table.list().filter((entry) => entry.alive && !this.#spared.has(entry.pid))
    const members = new Map(entries.filter((entry) => this.#isProved(entry)).map((entry) => [entry.pid, entry]))
    const { pid } = this.main
    const proved = [...members.values()]
    const [group, session] = [
      proved.some((entry) => entry.group === pid),
      proved.some((entry) => entry.session === pid),
    ]
    for (const entry of entries) {
      if ((group && entry.group === pid) || (session && entry.session === pid)) members.set(entry.pid, entry)
    }
    for (let grown = true; grown;) {
      grown = false
      for (const entry of entries) {
        if (members.has(entry.pid) || !members.has(entry.parent)) continue
        members.set(entry.pid, entry)
        grown = true
      }
    }
    this.#members = members
    return [...members.values()]
  }

  override known(): readonly ProcessEntry[] {
    return [...this.#members.values()].filter((entry) => this.isAlive(entry))
  }

  /** Whoever is spared may be in a group with members. */
  override get groups(): readonly number[] {
    return []
  }

  #isProved(entry: ProcessEntry): boolean {
    if (entry.pid === this.main.pid && entry.startTime === this.main.startTime) return true
    if (this.#members.get(entry.pid)?.startTime === entry.startTime) return true
    return carriesMark(this.#table, entry.pid, this.#mark) && isProvable(this.#table, entry.pid, this.#givenUser)
  }
}
