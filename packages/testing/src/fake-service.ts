import { Service } from '@curfew/core'
import { defineKind, taskTraits, type DefinitionParts } from '@curfew/core/for-own-tests'
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from '@curfew/core/provider'

/** What a fake runtime does, and when; all times in virtual milliseconds. */
export interface FakeBehaviour {
  /** From the launch until it exists. @default 0 */
  readonly launchMs?: number
  /** The launch fails with this. */
  readonly launchError?: Error
  /** It exits by itself, so long after its launch. */
  readonly exitAfterMs?: number
  readonly exit?: Partial<RuntimeExit>
  /** From the graceful request until it is gone; `Infinity` ignores the request. @default 0 */
  readonly stopMs?: number
  /** How it exits after the graceful request. @default code 0 */
  readonly stopExit?: Partial<RuntimeExit>
  /** The graceful request itself throws, or rejects. */
  readonly stopError?: { readonly error: Error; readonly synchronously: boolean }
  /** Orders take so long to arrive; `Infinity` for ever. Absent: they are carried out at once. */
  readonly orderMs?: number
  /** The bound of that. @default 45_000 */
  readonly orderTimeoutMs?: number
  /** From the kill until it is gone; `Infinity` cannot be killed. @default 0 */
  readonly killMs?: number
  /** What became of what it had started itself. */
  readonly rest?: Pick<RuntimeEnd, 'killed' | 'leftBehind'>
  /** From its exit until that is over. @default 0 */
  readonly restMs?: number
}

/** What happened to a fake, in order. */
export type FakeEvent = 'launch' | 'launched' | 'terminate' | 'kill' | 'exit'

const target: ProbeTarget = {
  host: '127.0.0.1',
  port: undefined,
  ports: {},
  onLine: () => () => {},
  onMessage: () => () => {},
  portHolder: async () => undefined,
}

/** A runtime that does what it is told to, on the clock that it is launched with: faults on demand. */
export class FakeRuntime implements Runtime {
  readonly pid = undefined
  readonly target: ProbeTarget = target
  readonly events: FakeEvent[] = []
  readonly #behaviour: FakeBehaviour
  readonly #observe: (event: FakeEvent) => void
  readonly #exited = Promise.withResolvers<RuntimeExit>()
  readonly #gone = Promise.withResolvers<RuntimeEnd>()
  #context: LaunchContext | undefined
  #alive = false

  constructor(behaviour: FakeBehaviour, observe: (event: FakeEvent) => void) {
    this.#behaviour = behaviour
    this.#observe = observe
  }

  get orderTimeoutMs(): number | undefined {
    const { orderMs, orderTimeoutMs = 45_000 } = this.#behaviour
    return orderMs === undefined ? undefined : orderTimeoutMs
  }

  get exited(): Promise<RuntimeExit> {
    return this.#exited.promise
  }

  get gone(): Promise<RuntimeEnd> {
    return this.#gone.promise
  }

  async launch(context: LaunchContext): Promise<void> {
    const { launchMs = 0, launchError, exitAfterMs, exit } = this.#behaviour
    this.#context = context
    this.#note('launch')
    this.#alive = true
    if (launchMs > 0) await new Promise<void>((resolve) => context.clock.after(launchMs, resolve))
    if (launchError !== undefined) {
      this.#end({})
      throw launchError
    }
    this.#note('launched')
    if (exitAfterMs !== undefined) context.clock.after(exitAfterMs, () => this.#end(exit ?? {}))
  }

  terminate(): Promise<void> | void {
    const { stopMs = 0, stopError, stopExit } = this.#behaviour
    this.#note('terminate')
    if (stopError?.synchronously === true) throw stopError.error
    if (stopError !== undefined) return Promise.reject(stopError.error)
    return this.#order(() => {
      this.#context?.clock.after(stopMs, () => this.#end({ code: 0, ...stopExit }))
    })
  }

  kill(): Promise<void> | void {
    this.#note('kill')
    return this.#order(() => {
      this.#context?.clock.after(this.#behaviour.killMs ?? 0, () => this.#end({ signal: 'SIGKILL' }))
    })
  }

  isAlive(): boolean {
    return this.#alive
  }

  async refresh(): Promise<boolean> {
    return this.#alive
  }

  isCleanStop({ code, signal }: RuntimeExit): boolean {
    return signal === null && (code === 0 || code === null)
  }

  async lastLines(): Promise<readonly []> {
    return []
  }

  describe(): string {
    return 'fake'
  }

  /** It ends by itself now. */
  exit(exit: Partial<RuntimeExit>): void {
    this.#end(exit)
  }

  #order(carryOut: () => void): Promise<void> | void {
    const { orderMs } = this.#behaviour
    if (orderMs === undefined) return carryOut()
    return new Promise((resolve) => {
      this.#context?.clock.after(orderMs, () => {
        carryOut()
        resolve()
      })
    })
  }

  #note(event: FakeEvent): void {
    this.events.push(event)
    this.#observe(event)
  }

  #end(exit: Partial<RuntimeExit>): void {
    if (!this.#alive) return
    this.#alive = false
    this.#note('exit')
    this.#exited.resolve({ code: null, signal: null, ...exit })
    const { rest, restMs = 0 } = this.#behaviour
    const end = (): void => this.#gone.resolve({ gone: true, left: [], suspects: [], ...rest })
    if (restMs > 0) this.#context?.clock.after(restMs, end)
    else end()
  }
}

type BaseOptions = DefinitionParts['options']

/** A service over a {@link FakeRuntime}. */
export class FakeService extends Service {
  readonly behaviour: FakeBehaviour
  fake: FakeRuntime | undefined

  constructor(
    behaviour: FakeBehaviour = {},
    options: BaseOptions = {},
    observe: (service: FakeService, event: FakeEvent) => void = () => {},
  ) {
    super(
      defineKind({
        traits: taskTraits,
        options: { mayExit: false, ...options },
        createRuntime: () => (this.fake = new FakeRuntime(behaviour, (event) => observe(this, event))),
      }),
    )
    this.behaviour = behaviour
  }
}
