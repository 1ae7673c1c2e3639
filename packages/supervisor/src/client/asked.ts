import type { AskOptions, NetworkAnswer } from '@curfew/protocol'

/** What this owner asks over the network at the moment. */
export class Asked {
  readonly #connected = new Map<number, (address: string) => void>()
  #serial = 0

  /**
   * Asks, by a call with the serial that this question has; tells by `giveUp` that nobody waits for it any more.
   *
   * @throws the reason of the signal
   */
  async during(
    { signal, connected }: AskOptions,
    call: (serial: number) => Promise<NetworkAnswer>,
    giveUp: (serial: number) => void,
  ): Promise<NetworkAnswer> {
    signal.throwIfAborted()
    const serial = ++this.#serial
    const aborted = Promise.withResolvers<never>()
    const abort = (): void => {
      giveUp(serial)
      aborted.reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    if (connected !== undefined) this.#connected.set(serial, connected)
    try {
      return await Promise.race([call(serial), aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
      this.#connected.delete(serial)
    }
  }

  onConnected(serial: number, address: string): void {
    this.#connected.get(serial)?.(address)
  }
}
