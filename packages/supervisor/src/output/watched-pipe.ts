import { closeSync, type FSWatcher, watch } from 'node:fs'
import { setImmediate } from '@curfew/protocol'
import type { Feed } from './pipe-feed.ts'

/** Moved in one turn of the loop: other services come between. */
const movesPerTurn = 4
/** At the end at most so much is moved: who escaped from its tree may write for ever. */
const maxRestBytes = 16 * 1024 * 1024

/** Moves the bytes of a pipe as a process writes them, without reading them first: so nobody's death loses what is on its way. */
export class WatchedPipe implements Feed {
  readonly #fd: number
  readonly #move: (fd: number) => number
  readonly #watcher: FSWatcher
  #isWatched = true
  #isOpen = true
  #isPaused = false
  #isScheduled = false

  /**
   * Takes over the descriptor, which has to be opened without blocking.
   *
   * @param move moves some of what is in the pipe, and returns how many bytes; 0 when it is empty
   * @throws {Error} when the pipe cannot be watched: the user's limit of watches is used up
   */
  constructor(fd: number, path: string, move: (fd: number) => number) {
    this.#fd = fd
    this.#move = move
    this.#watcher = watch(path, { persistent: false }, () => this.#onWritten())
    this.#watcher.on('error', () => {
      this.#isWatched = false
    })
  }

  get isPolled(): boolean {
    return !this.#isWatched
  }

  look(): void {
    for (let total = 0; total < maxRestBytes;) {
      const count = this.#moveSome()
      if (count === 0) return
      total += count
    }
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#schedule()
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#watcher.close()
    closeSync(this.#fd)
  }

  #onWritten(): void {
    for (let moves = 0; moves < movesPerTurn; moves++) if (this.#moveSome() === 0) return
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#onWritten()
    })
  }

  #moveSome(): number {
    return this.#isOpen && !this.#isPaused ? this.#move(this.#fd) : 0
  }
}
