import { askNetwork, type NetworkAnswer, type NetworkQuestion } from '@curfew/protocol'

/** What one owner asks over the network, by its own serials: asked by this process, whose network nobody mocks. */
export class Questions {
  readonly #connected: (serial: number, address: string) => void
  readonly #open = new Map<number, AbortController>()

  /** @param connected - Called when a connection was accepted, before the answer */
  constructor(connected: (serial: number, address: string) => void) {
    this.#connected = connected
  }

  async ask(serial: number, question: NetworkQuestion): Promise<NetworkAnswer> {
    const { signal } = this.#begin(serial)
    try {
      return await askNetwork(question, { signal, connected: (address) => this.#connected(serial, address) })
    } finally {
      this.#open.delete(serial)
    }
  }

  end(serial: number): void {
    this.#open.get(serial)?.abort()
  }

  endAll(): void {
    for (const controller of this.#open.values()) controller.abort()
  }

  #begin(serial: number): AbortController {
    const controller = new AbortController()
    this.#open.set(serial, controller)
    return controller
  }
}
