import { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive, isOver } from '../system/process-table.ts'
import { type HolderIdentity, isThreadOver } from '../system/thread-identity.ts'

/** A look costs 15 to 40 µs a process where there is /proc; elsewhere it is a program that runs. */
const lookMs = process.platform === 'linux' ? 10 : 100
/** While nothing has to be stopped quickly. */
const idleLookMs = 100
/** After the loss of a connection its holder is dead, most often, but not yet reaped. */
const firstLookMs = 1

const waiting = new Map<() => void, ProcessIdentity>()
let timer: NodeJS.Timeout | undefined

/** Resolves when a process that is not a child of ours is dead. One timer serves all, and there is none while nobody waits. */
export function whenDead(identity: ProcessIdentity): Promise<void> {
  return new Promise((resolve) => {
    waiting.set(resolve, identity)
    timer ??= setInterval(lookAtWaiting, lookMs)
  })
}

function lookAtWaiting(): void {
  for (const [resolve, identity] of waiting) {
    if (isAlive(identity)) continue
    waiting.delete(resolve)
    resolve()
  }
  if (waiting.size > 0) return
  clearInterval(timer)
  timer = undefined
}

/** A process, or a thread of one, whose death means something. */
export interface Watched {
  /** Its thread is looked at only where it is given. */
  readonly holder: HolderIdentity
  /** Called at every look that finds it dead. */
  readonly died: () => void
}

/** What a {@link DeathWatch} looks at. */
export interface WatchFacts {
  readonly watched: () => Iterable<Watched>
  /** Whether there is something to stop, or somebody is missed. */
  readonly isBusy: () => boolean
}

/**
 * Looks again and again whether processes live, for as long as this one does: nothing tells of their deaths at once. A socket
 * is closed only after the kernel has freed the memory of its process, and a process that is no owner has none.
 */
export class DeathWatch {
  readonly #facts: WatchFacts
  #waitMs = firstLookMs
  #timer: NodeJS.Timeout

  constructor(facts: WatchFacts) {
    this.#facts = facts
    this.#timer = this.#wait()
  }

  /** Looks again right away: somebody's connection broke. */
  lookSoon(): void {
    clearTimeout(this.#timer)
    this.#waitMs = firstLookMs
    this.#timer = this.#wait()
  }

  #wait(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#look()
      this.#waitMs = Math.min(this.#waitMs * 2, this.#facts.isBusy() ? lookMs : idleLookMs)
      this.#timer = this.#wait()
    }, this.#waitMs)
  }

  #look(): void {
    // Many owners may share one process: the threads of a pool.
    const looked = new Map<string, boolean>()
    for (const { holder, died } of this.#facts.watched()) {
      const key = `${holder.pid} ${holder.startTime}`
      const isDead = looked.get(key) ?? isOver(holder)
      looked.set(key, isDead)
      // What it sent last is read first: an edge of the graph may be in it.
      if (isDead || isThreadOver(holder)) setImmediate(died)
    }
  }
}
