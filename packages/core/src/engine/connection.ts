import { askNetwork, type Ask, type ProcessHost } from '@curfew/protocol'
import { keepAliveDuring } from '../lifecycle/keep-alive.ts'

/** The connection to the process host, opened once, when it is first needed. */
export class Connection {
  readonly #connect: () => Promise<ProcessHost>
  #processHost: Promise<ProcessHost> | undefined
  /** A service needed it: one that was only prewarmed keeps nobody alive, and is not waited for. */
  #isNeeded = false

  /** @param connect - Opens it; called again by the next use where it failed, and after {@link close} */
  constructor(connect: () => Promise<ProcessHost>) {
    this.#connect = connect
  }

  /** Opens it for a service; keeps this process alive until it is open. */
  open(): Promise<ProcessHost> {
    this.#isNeeded = true
    return keepAliveDuring(this.#opened())
  }

  /** Begins to open it before anything needs it. What fails is thrown to the first service that needs it. */
  prewarm(): void {
    this.#opened().catch(() => {
      // Thrown by the next `open()`.
    })
  }

  /** The connection, if anything has asked for it. */
  present(): Promise<ProcessHost | undefined> {
    return this.#processHost ?? Promise.resolve(undefined)
  }

  /** Asks over the network from outside of this process, whose own network may be a mock. */
  readonly ask: Ask = async (question, options) => {
    try {
      return await (await this.open()).ask(question, options)
    } catch {
      options.signal.throwIfAborted()
      // Nobody else can ask: by this process it is right as long as nothing mocks its network.
      return askNetwork(question, options)
    }
  }

  /** Closes it. One that is still being opened, and that no service needed, is not waited for. */
  async close(): Promise<void> {
    const processHost = this.#processHost
    const isNeeded = this.#isNeeded
    this.#processHost = undefined
    this.#isNeeded = false
    const closed = processHost?.then(
      (connected) => connected.close(),
      () => undefined,
    )
    if (isNeeded && closed !== undefined) await keepAliveDuring(closed)
  }

  #opened(): Promise<ProcessHost> {
    if (this.#processHost !== undefined) return this.#processHost
    const opening = this.#connect()
    this.#processHost = opening
    opening.catch(() => {
      // The next service that needs it tries again.
      if (this.#processHost === opening) this.#processHost = undefined
    })
    return opening
  }
}
