import type { ProcessEntry, ProcessIdentity, ProcessTable } from '../system/process-entry.ts'
import type { Containment } from './containment.ts'
import { carriesMark, isProvable, type Mark } from './mark.ts'

/**
 * The processes that stem from one spawned process.
 *
 * A process belongs to the tree when it is in the group or the session that the main process leads, carries the mark in
 * its environment or its limits, descends from a member, or was a member the last time we looked. The mark counts for processes
 * of this user and of the one that the service was given, and for whatever the kernel holds below the supervisor. Nothing born before the main process
 * belongs to it, and start times tell a reused pid from the process that had it.
 */
export class ProcessTree {
  readonly main: ProcessIdentity
  readonly #table: ProcessTable
  readonly #mark: Mark
  readonly #containment: Containment
  readonly #givenUser: number | undefined
  /** Members seen so far that still lived at the last look: an orphan in a session of its own stays known. */
  #known = new Map<number, ProcessEntry>()

  /** @param givenUser - The user that the service was given, where that is another one */
  constructor(
    table: ProcessTable,
    main: ProcessIdentity,
    mark: Mark,
    containment: Containment,
    givenUser: number | undefined,
  ) {
    this.#givenUser = givenUser
    this.#table = table
    this.main = main
    this.#mark = mark
    this.#containment = containment
  }

  /** Looks at the system, and tells the living members, the main process first when it lives. */
  scan(): readonly ProcessEntry[] {
    const young = this.#containment
      .candidates(this.#table, this.main)
      .filter((entry) => entry.alive && entry.startTime >= this.main.startTime && entry.pid !== process.pid)
    const leads = leadsStill(young, this.main)
    const members = new Map<number, ProcessEntry>()
    for (const entry of young) {
      const belongs =
        this.#known.get(entry.pid)?.startTime === entry.startTime ||
        (leads && (entry.group === this.main.pid || entry.session === this.main.pid)) ||
        this.#isMarked(entry.pid)
      if (belongs) members.set(entry.pid, entry)
    }
    addDescendants(members, young)
    this.#known = members
    return [...members.values()].toSorted((a, b) => Number(b.pid === this.main.pid) - Number(a.pid === this.main.pid))
  }

  /** Members that lived at the last look and live now, without looking for new ones: a fraction of the price of a scan. */
  known(): readonly ProcessEntry[] {
    return [...this.#known.values()].filter((entry) => this.isAlive(entry))
  }

  #isMarked(pid: number): boolean {
    if (!carriesMark(this.#table, pid, this.#mark)) return false
    return this.#containment.kind !== 'none' || isProvable(this.#table, pid, this.#givenUser)
  }

  /** Whether that very process lives. */
  isAlive(identity: ProcessIdentity): boolean {
    const now = this.#table.find(identity.pid)
    return now?.alive === true && now.startTime === identity.startTime
  }
}

/** The kernel gives the main process's pid to nobody while its group or session has members; once it did, they are not ours. */
function leadsStill(entries: readonly ProcessEntry[], main: ProcessIdentity): boolean {
  return !entries.some((entry) => entry.pid === main.pid && entry.startTime !== main.startTime)
}

function addDescendants(members: Map<number, ProcessEntry>, entries: readonly ProcessEntry[]): void {
  const children = Map.groupBy(entries, (entry) => entry.parent)
  const open = [...members.keys()]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const child of children.get(pid) ?? []) {
      if (members.has(child.pid)) continue
      members.set(child.pid, child)
      open.push(child.pid)
    }
  }
}
