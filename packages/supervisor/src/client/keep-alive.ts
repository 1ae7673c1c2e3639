import type { Socket } from 'node:net'

/** Lets a socket keep the process alive only while somebody waits for an answer. */
export class KeepAlive {
  readonly #socket: Socket
  #waiting = 0

  constructor(socket: Socket) {
    this.#socket = socket
    socket.unref()
  }

  /** Keeps the process alive until the promise has settled. */
  async during<Value>(answer: Promise<Value>): Promise<Value> {
    this.#waiting += 1
    if (this.#waiting === 1) this.#socket.ref()
    try {
      return await answer
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0) this.#socket.unref()
    }
  }
}
