import type { ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts'

/** The runtime of nodes and clusters, which run nothing themselves: it exists from its launch until it is taken down. */
export class PlaceRuntime implements Runtime {
  readonly pid = undefined
  readonly target: ProbeTarget
  readonly #bringUp: () => void | Promise<void>
  readonly #takeDown: () => void | Promise<void>
  readonly #exited = Promise.withResolvers<RuntimeExit>()
  readonly #gone = Promise.withResolvers<RuntimeEnd>()
  #alive = false

  constructor(host: string, bringUp: () => void | Promise<void>, takeDown: () => void | Promise<void>) {
    this.#bringUp = bringUp
    this.#takeDown = takeDown
    this.target = {
      host,
      port: undefined,
      ports: {},
      onLine: () => () => {},
      onMessage: () => () => {},
      portHolder: async () => undefined,
    }
  }

  get exited(): Promise<RuntimeExit> {
    return this.#exited.promise
  }

  get gone(): Promise<RuntimeEnd> {
    return this.#gone.promise
  }

  async launch(): Promise<void> {
    this.#alive = true
    try {
      await this.#bringUp()
    } catch (error) {
      this.#over()
      throw error
    }
  }

  async terminate(): Promise<void> {
    if (this.#alive) await this.#takeDown()
    this.#over()
  }

  async kill(): Promise<void> {
    await this.terminate()
  }

  isAlive(): boolean {
    return this.#alive
  }

  async refresh(): Promise<boolean> {
    return this.#alive
  }

  isCleanStop(): boolean {
    return true
  }

  async lastLines(): Promise<readonly []> {
    return []
  }

  describe(): string {
    return 'place'
  }

  #over(): void {
    this.#alive = false
    this.#exited.resolve({ code: null, signal: null })
    this.#gone.resolve({ gone: true, left: [], suspects: [] })
  }
}
