import { NodeNotUpError } from '../errors/place-errors.ts'
import { messageOf } from '../errors/message-of.ts'
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from '../runtime/runtime.ts'
import type { PlaceDefinition } from './definition.ts'
import { pause, pauses } from './pause.ts'
import type { UpState } from './up-state.ts'

/** What is launched as a place. */
export interface PlaceFacts {
  /** As messages name it: `node` or `cluster`. */
  readonly what: string
  readonly definition: PlaceDefinition
  readonly state: UpState
  /** Its address, as far as it is known. */
  readonly host: () => string
}

/** The runtime of nodes and clusters, which run nothing themselves: it exists from its launch until it is taken down. */
export class PlaceRuntime implements Runtime {
  readonly pid = undefined
  readonly target: ProbeTarget
  readonly #facts: PlaceFacts
  readonly #exited = Promise.withResolvers<RuntimeExit>()
  readonly #gone = Promise.withResolvers<RuntimeEnd>()
  readonly #stop = new AbortController()
  /** Settles when no `up` runs any more. Never rejects. */
  #coming: Promise<unknown> = Promise.resolve()
  #ending: Promise<void> | undefined
  /** Whether `down` has something to take down. */
  #wasUp = false
  #isEnding = false
  #alive = false

  constructor(facts: PlaceFacts) {
    this.#facts = facts
    const { host } = facts
    this.target = {
      get host() {
        return host()
      },
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

  async launch(context: LaunchContext): Promise<void> {
    this.#alive = true
    const signal = AbortSignal.any([context.signal, this.#stop.signal])
    const up = this.#comeUp(context, signal)
    this.#coming = up.catch(() => {})
    try {
      await up
    } catch (error) {
      if (!this.#wasUp) this.#over()
      if (signal.aborted) throw error
      const { serviceName } = context
      const message = `The ${this.#facts.what} "${serviceName}" did not come up: ${messageOf(error)}`
      throw new NodeNotUpError(serviceName, message, { cause: error })
    }
  }

  terminate(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  /** Tries once more what failed; what hangs is left. */
  async kill(): Promise<void> {
    if (this.#alive && this.#isEnding) {
      this.#over([this.describe()])
      return
    }
    this.#ending = undefined
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
    return this.#facts.what
  }

  async #comeUp(context: LaunchContext, signal: AbortSignal): Promise<void> {
    const { definition, state } = this.#facts
    await definition.up?.(signal, { lost: (reason) => this.#lost(context, reason) })
    this.#wasUp = true
    signal.throwIfAborted()
    state.connected()
  }

  #lost(context: LaunchContext, reason: unknown): void {
    const { state, what } = this.#facts
    if (!state.isConnected || this.#stop.signal.aborted) return
    state.lost(messageOf(reason))
    const { log, serviceName } = context
    log.report('warn', `The ${what} "${serviceName}" was lost, and is brought up again: ${messageOf(reason)}`)
    this.#coming = this.#comeBack(context).catch(() => {})
  }

  /** Brings it up until that succeeds. Rejects when it is to stop. */
  async #comeBack(context: LaunchContext): Promise<void> {
    const { signal } = this.#stop
    for (const pauseMs of pauses()) {
      await pause(context.clock, pauseMs, signal)
      try {
        return await this.#comeUp(context, signal)
      } catch (error) {
        context.log.logger.debug({ err: error, pauseMs }, 'it did not come up again; it is tried again')
      }
    }
  }

  async #end(): Promise<void> {
    if (!this.#alive) return
    this.#isEnding = true
    this.#stop.abort()
    this.#facts.state.ended()
    try {
      await this.#coming
      if (this.#wasUp) await this.#facts.definition.down?.()
    } finally {
      this.#isEnding = false
    }
    this.#over()
  }

  #over(left: readonly string[] = []): void {
    this.#alive = false
    this.#facts.state.ended()
    this.#exited.resolve({ code: null, signal: null })
    this.#gone.resolve({ gone: left.length === 0, left, suspects: [] })
  }
}
