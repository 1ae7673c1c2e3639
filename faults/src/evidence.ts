import { type FSWatcher, existsSync, readFileSync, watch, writeFileSync } from 'node:fs'

/** What a service, a worker or a test of a cell said about itself. */
export interface LabEvent {
  readonly event: 'born' | 'up' | 'term' | 'worker' | 'body' | 'hung'
  readonly timeMs: number
  readonly owner?: string
  readonly service?: string
  /** `main`, or what it is of its service's tree. */
  readonly role?: string
  readonly pid?: number
  readonly startTime?: number
  readonly port?: number
  /** Services that need this one and lived when it was told to end. */
  readonly dependantsAlive?: readonly string[]
}

/** The events of one cell, as they are written. */
export class Evidence {
  readonly #file: string
  readonly #watcher: FSWatcher
  readonly #looks = new Set<() => void>()

  constructor(file: string) {
    this.#file = file
    writeFileSync(file, '')
    this.#watcher = watch(file, () => {
      for (const look of this.#looks) look()
    })
  }

  all(): readonly LabEvent[] {
    if (!existsSync(this.#file)) return []
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as LabEvent)
  }

  /** Resolves once the events fulfil that. */
  until(isFulfilled: (events: readonly LabEvent[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isFulfilled(this.all())) return
        this.#looks.delete(look)
        resolve()
      }
      this.#looks.add(look)
      look()
    })
  }

  close(): void {
    this.#watcher.close()
  }
}
