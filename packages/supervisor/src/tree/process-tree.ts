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
  #groups = new Set<number>()

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
    const candidates = this.#containment
      .candidates(this.#table, this.main)
      .filter((entry) => entry.startTime >= this.main.startTime && entry.pid !== process.pid)
    const young = candidates.filter(({ alive }) => alive)
    const leads = leadsStill(young, this.main)
    const members = new Map<number, ProcessEntry>()
    for (const entry of young) if (this.#belongs(entry, leads)) members.set(entry.pid, entry)
    addDescendants(members, young)
    this.#known = members
    this.#findGroups([...members.values()], candidates)
    return [...members.values()].toSorted((a, b) => Number(b.pid === this.main.pid) - Number(a.pid === this.main.pid))
  }

  /**
   * Whether nothing of it lives, looked at right after a scan that found nothing: `true` is proof. One empty look is none,
   * since a process that forks and exits can be missed by every list that is read one entry after the other.
   */
  isProvedGone(): boolean {
    return this.#containment.provesEmpty(
      this.#table,
      (entry) => entry.startTime >= this.main.startTime && this.#belongs(entry, false),
      () => this.scan().length === 0,
    )
  }

  /** How many looks that find nothing have to do where {@link isProvedGone} never says so. */
  get looksWithoutProof(): number {
    return this.#containment.looksWithoutProof
  }

  /**
   * Process groups that hold nothing but what is of the tree, as of the last look. To be used in the same turn: a group that
   * is empty gives its number to somebody else.
   */
  get groups(): Iterable<number> {
    return this.#groups
  }

  /** Those of members, and of the dead that wait to be reaped: a fork of theirs is in the same group, seen or not. */
  #findGroups(members: readonly ProcessEntry[], candidates: readonly ProcessEntry[]): void {
    this.#groups = new Set()
    const own = this.#table.find(process.pid)
    // The main process leads a session of its own, and nobody joins one from outside.
    const holds = ({ session, group }: ProcessEntry): boolean => session > 1 && group > 1 && session !== own?.session
    for (const member of members) if (holds(member)) this.#groups.add(member.group)
    // Where others reap the dead, their number may be given away at any moment.
    if (this.#containment.kind === 'none') return
    const seen = new Set(this.#groups)
    for (const entry of candidates) {
      if (entry.alive || seen.has(entry.group) || !holds(entry)) continue
      seen.add(entry.group)
      if (this.#belongs(entry, false)) this.#groups.add(entry.group)
    }
  }

  #belongs(entry: ProcessEntry, leads: boolean): boolean {
    return (
      this.#known.get(entry.pid)?.startTime === entry.startTime ||
      (leads && (entry.group === this.main.pid || entry.session === this.main.pid)) ||
      this.#isMarked(entry.pid)
    )
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
