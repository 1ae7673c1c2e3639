import { type FSWatcher, watch } from 'node:fs'
import type { Feed } from './pipe-feed.ts'

/** Sees a file grow that a process writes itself. It can not be made to wait. */
export class FileFeed implements Feed {
  readonly #grown: () => void
  #watcher: FSWatcher | undefined

  constructor(path: string, grown: () => void, complain: (message: string) => void) {
    this.#grown = grown
    try {
      const watcher = (this.#watcher = watch(path, { persistent: false }, grown))
      watcher.on('error', () => this.close())
    } catch (error) {
      // ENOSPC: the user's limit of watches is used up. Reading goes on by looking often.
      complain(`output is polled, it cannot be watched: ${(error as Error).message}`)
    }
  }

  get isPolled(): boolean {
    return this.#watcher === undefined
  }

  look(): void {
    this.#grown()
  }

  pause(): void {
    // Its writer does not wait for us.
  }

  resume(): void {
    // It was never paused.
  }

  close(): void {
    this.#watcher?.close()
    this.#watcher = undefined
  }
}
