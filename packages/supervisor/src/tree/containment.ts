import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { setTimeout } from '@curfew/protocol'
import { childrenOf, lastPid } from '../system/linux.ts'
import { loadNative, type NativeCalls } from '../system/native.ts'
import type { ProcessEntry, ProcessIdentity, ProcessTable } from '../system/process-entry.ts'
import { limitMarkOf } from './limit-mark.ts'
import type { Mark } from './mark.ts'

/** Holds trees together by means of the kernel, over groups, descent and the marks of environments. */
export interface Containment {
  readonly kind: 'subreaper' | 'none'
  /** Why there is none. */
  readonly reason?: string
  /** Processes among which everything of a tree is; no process outside of them belongs to it. */
  candidates(table: ProcessTable, main: ProcessIdentity): readonly ProcessEntry[]
  /** Processes among which everything is that stems from this process, or from another one of ours. */
  below(table: ProcessTable, other: number): readonly ProcessEntry[]
  /** Children of ours that were orphaned by what we spawned. */
  orphans(table: ProcessTable): readonly ProcessEntry[]
  /** Whether that process is below such an orphan, so that it stems from something that we spawned. */
  isBelowOrphan(table: ProcessTable, pid: number): boolean
  /**
   * Whether it is proved that no living process belongs to a tree.
   *
   * @param belongs - Whether a process does
   * @param look - Looks at all candidates once, and says whether it found none
   */
  provesEmpty(table: ProcessTable, belongs: (entry: ProcessEntry) => boolean, look: () => boolean): boolean
  /** How many looks that find nothing have to do where there is no proof. */
  readonly looksWithoutProof: number
  /** Spawns a process that is inside from its first moment. */
  spawn<Child extends ChildProcess | Error>(mark: Mark, spawn: () => Child): Child
}

/** No containment: a tree is what group, session, descent and marks tell of all processes of the machine. */
export const noContainment: Containment = {
  kind: 'none',
  candidates: (table) => table.list(),
  below: (table) => table.list(),
  orphans: () => [],
  isBelowOrphan: () => false,
  // A process can only be missed by a look if it came into being meanwhile, and the kernel counts what does.
  provesEmpty: (_table, _belongs, look) => {
    const before = lastPid()
    return look() && before !== undefined && before === lastPid()
  },
  // On a busy machine something always comes into being. Elsewhere than on Linux each look is a program that runs.
  looksWithoutProof: process.platform === 'linux' ? 5 : 1,
  spawn: (_mark, spawn) => spawn(),
}

/** What curfew can hold trees together by on this machine, without doing it. */
export function describeContainment(): { readonly kind: Containment['kind']; readonly reason: string | undefined } {
  const native = available()
  return typeof native === 'string' ? { kind: 'none', reason: native } : { kind: 'subreaper', reason: undefined }
}

/** Contains whatever this process spawns from now on, as strongly as the kernel lets it. */
export function contain(): Containment {
  const native = available()
  if (typeof native === 'string') return { ...noContainment, reason: native }
  try {
    native.becomeSubreaper()
    return new Subreaper(native)
  } catch (error) {
    return { ...noContainment, reason: (error as Error).message }
  }
}

function available(): NativeCalls | string {
  if (process.env['CURFEW_CONTAINMENT'] === 'none') return 'CURFEW_CONTAINMENT=none'
  if (childrenOf(process.pid) === undefined)
    return 'the kernel does not list children (/proc/<pid>/task/<tid>/children)'
  return loadNative()
}

/** Dead orphans wait for so long, so that a storm of them costs one look. */
const reapMs = 20
/** Others may orphan something meanwhile, which has to be looked at as well. */
const maxProofRounds = 20

/**
 * This process is the parent of whatever its children orphan, so all that stems from them is below it; and each tree
 * carries a limit of its own, which tells whose an orphan is when its environment and its parent do not.
 */
class Subreaper implements Containment {
  readonly kind = 'subreaper'
  readonly #native: NativeCalls
  /** Children that Node waits for itself, those of host drivers among them: who else reaps one keeps its exit from Node. */
  readonly #spawned = new Set<ChildProcess>()
  #reaping = false

  constructor(native: NativeCalls) {
    this.#native = native
    // Its pid is not known yet: Node says so before it spawns.
    subscribe('child_process', (message) => this.#spawned.add((message as { readonly process: ChildProcess }).process))
    process.on('SIGCHLD', () => this.#reapSoon())
  }

  candidates(table: ProcessTable, { pid, startTime }: ProcessIdentity): readonly ProcessEntry[] {
    const main = table.find(pid)
    return below(table, [...(main?.startTime === startTime ? [main] : []), ...this.orphans(table)])
  }

  below(table: ProcessTable, other: number): readonly ProcessEntry[] {
    return below(
      table,
      [process.pid, other].flatMap((pid) => table.find(pid) ?? []),
    )
  }

  orphans(table: ProcessTable): readonly ProcessEntry[] {
    return this.#strangers().flatMap((pid) => table.find(pid) ?? [])
  }

  isBelowOrphan(table: ProcessTable, pid: number): boolean {
    const strangers = new Set(this.#strangers())
    for (let entry = table.find(pid); entry !== undefined; entry = table.find(entry.parent)) {
      if (strangers.has(entry.pid)) return true
      if (entry.parent <= 1 || entry.parent === process.pid) return false
    }
    return false
  }

  readonly looksWithoutProof = Infinity

  /**
   * Whatever lives of a tree whose main process is dead has an ancestor that lives and is our child, since the kernel gives
   * us what our children orphan before they are dead. So it is proof when every such child was seen dead, or another
   * tree's, and a list read after that has no further one. Nothing leaves the list meanwhile: the dead stay there until we
   * reap them, which happens in no turn but its own.
   */
  provesEmpty(table: ProcessTable, belongs: (entry: ProcessEntry) => boolean): boolean {
    const seen = new Set<number>()
    for (let round = 0; round < maxProofRounds; round++) {
      const fresh = this.#strangers().filter((pid) => !seen.has(pid))
      if (fresh.length === 0) return true
      for (const pid of fresh) {
        const entry = table.find(pid)
        if (entry?.alive === true && belongs(entry)) return false
        seen.add(pid)
      }
    }
    return false
  }

  spawn<Child extends ChildProcess | Error>(mark: Mark, spawn: () => Child): Child {
    return this.#native.withLimitMark(limitMarkOf(mark), spawn)
  }

  #strangers(): readonly number[] {
    // Orphans are given to the first thread, and no other one spawns.
    const own = new Set<number | undefined>()
    for (const child of this.#spawned) {
      if (child.exitCode === null && child.signalCode === null) own.add(child.pid)
      else this.#spawned.delete(child)
    }
    return (childrenOf(process.pid, [process.pid]) ?? []).filter((pid) => !own.has(pid))
  }

  #reapSoon(): void {
    if (this.#reaping) return
    this.#reaping = true
    setTimeout(() => {
      this.#reaping = false
      for (const pid of this.#strangers()) this.#native.reap(pid)
    }, reapMs)
  }
}

/** These processes and all that is below them. */
function below(table: ProcessTable, roots: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const found = new Map<number, ProcessEntry>()
  const open = [...roots]
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (found.has(entry.pid)) continue
    found.set(entry.pid, entry)
    for (const pid of childrenOf(entry.pid) ?? []) {
      const child = table.find(pid)
      if (child !== undefined) open.push(child)
    }
  }
  return [...found.values()]
}
