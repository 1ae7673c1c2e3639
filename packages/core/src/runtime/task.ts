import { isCalledOff } from '../errors/called-off.ts'
import { deadline } from '../lifecycle/deadline.ts'
import { toError } from '../lifecycle/settled.ts'
import type { OutputLine } from '@curfew/protocol'
import type { TaskContext, TaskOptions, TaskResult } from '../service/task-definition.ts'
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts'

const nothing: readonly OutputLine[] = []

/** A task has no output or messages of its own to probe: it is ready when it began, or after its first iteration. */
const target: ProbeTarget = {
  host: '127.0.0.1',
  port: undefined,
  ports: {},
  onLine: () => () => {},
  onMessage: () => () => {},
  portHolder: async () => undefined,
}

/** Runs a body in this process: once, or again and again with a delay between. */
export class TaskRuntime implements Runtime {
  readonly target: ProbeTarget = target
  readonly pid = undefined
  readonly #options: TaskOptions
  readonly #exited = Promise.withResolvers<RuntimeExit>()
  readonly #gone = Promise.withResolvers<RuntimeEnd>()
  readonly #stop = new AbortController()
  readonly #closed = new AbortController()
  #state: 'new' | 'running' | 'over' = 'new'
  #iteration = 0

  constructor(options: TaskOptions) {
    this.#options = options
  }

  get exited(): Promise<RuntimeExit> {
    return this.#exited.promise
  }

  get gone(): Promise<RuntimeEnd> {
    return this.#gone.promise
  }

  async launch(context: LaunchContext): Promise<void> {
    try {
      await context.waitForNode(AbortSignal.any([context.signal, this.#stop.signal]))
      this.#stop.signal.throwIfAborted()
    } catch (error) {
      this.#over({ code: null, signal: null })
      throw error
    }
    this.#state = 'running'
    const first = Promise.withResolvers<void>()
    void this.#run(context, first.resolve).then(
      () => {
        this.#over({ code: null, signal: null })
      },
      (error: unknown) => {
        this.#over({ code: null, signal: null, error })
      },
    )
    if (this.#options.readyAfterFirst !== true) return
    const exit = await Promise.race([first.promise, this.#exited.promise])
    if (exit?.error !== undefined) throw toError(exit.error)
  }

  terminate(): void {
    if (this.#state === 'new') this.#over({ code: null, signal: null })
    this.#stop.abort(new DOMException('The task is to stop.', 'AbortError'))
  }

  /** A task cannot be ended by force: all that can be taken from it is its context. */
  kill(): void {
    this.terminate()
    this.#closed.abort(new DOMException('The task was left behind.', 'AbortError'))
  }

  isAlive(): boolean {
    return this.#state === 'running'
  }

  async refresh(): Promise<boolean> {
    return this.isAlive()
  }

  /** What a task throws because its signal aborted is how it obeys. */
  isCleanStop(exit: RuntimeExit): boolean {
    return exit.error === undefined || isAbort(exit.error, this.#stop.signal)
  }

  async lastLines(): Promise<readonly OutputLine[]> {
    return nothing
  }

  describe(): string {
    return `task (iteration ${this.#iteration})`
  }

  async #run(context: LaunchContext, firstOver: () => void): Promise<void> {
    const { run, intervalMs, onError = 'fail' } = this.#options
    const { signal } = this.#stop
    for (; !signal.aborted; this.#iteration++) {
      let result: TaskResult = undefined
      try {
        result = await run(this.#contextOf(context))
      } catch (error) {
        if (signal.aborted && isAbort(error, signal)) return
        if (intervalMs === undefined || onError === 'fail' || (isCalledOff(error) && context.isClosing())) throw error
        context.log.logger.error({ err: error, iteration: this.#iteration }, 'an iteration failed; the task goes on')
      }
      firstOver()
      if (intervalMs === undefined) return
      if (!(await this.#pause(context, typeof result === 'number' ? result : intervalMs))) return
    }
  }

  /** Waits for the next iteration and for its node; false when the task is to stop. */
  async #pause(context: LaunchContext, delayMs: number): Promise<boolean> {
    try {
      await this.#sleep(context, delayMs)
      await context.waitForNode(this.#stop.signal)
      return !this.#stop.signal.aborted
    } catch (error) {
      if (this.#stop.signal.aborted) return false
      throw error
    }
  }

  async #sleep(context: LaunchContext, delayMs: number): Promise<void> {
    const { signal } = this.#stop
    signal.throwIfAborted()
    const aborted = Promise.withResolvers<never>()
    const abort = () => {
      aborted.reject(signal.reason as Error)
    }
    signal.addEventListener('abort', abort, { once: true })
    const limit = deadline(context.clock, delayMs)
    try {
      await Promise.race([limit.passed, aborted.promise])
    } finally {
      limit.cancel()
      signal.removeEventListener('abort', abort)
    }
  }

  #contextOf(context: LaunchContext): TaskContext {
    const closed = this.#closed.signal
    return {
      signal: this.#stop.signal,
      iteration: this.#iteration,
      get log() {
        closed.throwIfAborted()
        return context.log.logger
      },
      sleep: async (delayMs) => {
        closed.throwIfAborted()
        await this.#sleep(context, delayMs)
      },
    }
  }

  #over(exit: RuntimeExit): void {
    this.#state = 'over'
    this.#exited.resolve(exit)
    this.#gone.resolve({ gone: true, left: [], suspects: [] })
  }
}

/**
 * Whether an error is how a body tells that its signal aborted: the signal's reason, an AbortError, or something of curfew
 * that was called off, anywhere in its causes.
 */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (isCalledOff(error)) return true
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    if (at === signal.reason || (at as { name?: unknown }).name === 'AbortError') return true
  }
  return false
}
