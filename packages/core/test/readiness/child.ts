import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface ListenOrder {
  readonly port: number
  readonly host?: string
  readonly afterMs: number
  readonly status?: number
}

/** A server in a process of its own, which is gone when the test ends. */
export class ListenerProcess {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(fileURLToPath(new URL('fixtures/listener.mjs', import.meta.url)), { execArgv: [] })
    onTestFinished(async () => {
      const exited = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await exited
    })
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** Resolves when it listens, with when that was by its own clock, in milliseconds since the epoch. */
  async listen(order: ListenOrder): Promise<number> {
    const answered = once(this.#child, 'message')
    this.#child.send(order)
    const [{ atMs }] = (await answered) as [{ atMs: number }]
    return atMs
  }
}
