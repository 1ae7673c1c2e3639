import { clearInterval, setInterval } from '@curfew/protocol'

const longMs = 2 ** 30

/** Keeps the process alive only while somebody waits for an answer; nothing else of a connection does. */
export class KeepAlive {
  #waiting = 0
  #over = false
  #timer: NodeJS.Timeout | undefined

  /** Keeps the process alive until the promise has settled. */
  async during<Value>(answer: Promise<Value>): Promise<Value> {
    this.#waiting += 1
    // A timer, because it is there also while there is no socket.
    if (!this.#over) this.#timer ??= setInterval(() => {}, longMs)
    try {
      return await answer
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0) this.#release()
    }
  }

  /** From now on nothing that is still awaited keeps the process alive: no answer comes any more. */
  end(): void {
    this.#over = true
    this.#release()
  }

  #release(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
