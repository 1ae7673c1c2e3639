import { UpGate } from './up-gate.ts'

/** Whether services may start on a node or cluster now, and why not. */
export class UpState {
  readonly #gate = new UpGate()
  #isConnected = false
  #isSuspended = false
  #loss: string | undefined

  get isUp(): boolean {
    return this.#gate.isOpen
  }

  /** Whether its provider says that it is up. */
  get isConnected(): boolean {
    return this.#isConnected
  }

  /** Why nothing starts on it now; `undefined` where it is up. */
  get whyDown(): string | undefined {
    if (this.isUp) return undefined
    if (this.#loss !== undefined) return `it was lost: ${this.#loss}`
    return this.#isConnected ? 'it is suspended; resume() brings it up' : 'it is not running'
  }

  wait(signal?: AbortSignal): Promise<void> {
    return this.#gate.wait(signal)
  }

  connected(): void {
    this.#isConnected = true
    this.#loss = undefined
    this.#update()
  }

  lost(reason: string): void {
    this.#isConnected = false
    this.#loss = reason
    this.#update()
  }

  ended(): void {
    this.#isConnected = false
    this.#isSuspended = false
    this.#loss = undefined
    this.#update()
  }

  suspend(): void {
    if (this.#isConnected || this.#loss !== undefined) this.#isSuspended = true
    this.#update()
  }

  resume(): void {
    this.#isSuspended = false
    this.#update()
  }

  #update(): void {
    if (this.#isConnected && !this.#isSuspended) this.#gate.open()
    else this.#gate.shut()
  }
}
