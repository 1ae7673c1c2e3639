import { isCalledOff } from '../errors/called-off.js'
import { intoRealm } from '../errors/realm.js'
import { LaunchError, StartCalledOffError } from '../errors/start-errors.js'
import { KilledError, ServiceCrashedError } from '../errors/stop-errors.js'
import type { EdgeKind } from '../graph/edge.js'
import type { KeptLine, ServiceLog } from '../logging/service-log.js'
import type { ServiceProtocol } from '../protocol.js'
import { allOf } from '../readiness/all-of.js'
import type { Runtime, RuntimeExit } from '../runtime/runtime.js'
import type { Service } from '../service/service.js'
import { bringUp, type Progress } from './bring-up.js'
import { isCleanExit } from './clean-exit.js'
import { deadline, within } from './deadline.js'
import { endRuntime, howEnded, nothingToEnd, type EndCause } from './end-runtime.js'
import { cleanup, quiesce } from './hooks.js'
import type { LifecycleHost, ScopeIdentity, StopRequest } from './host.js'
import * as messages from './messages.js'
import type { ForcedBy, Outcome } from './outcome.js'
import { toError } from './settled.js'
import { isTerminal, next, type ServiceEvent, type ServiceState } from './states.js'

const linesInErrors = 20
const flushTimeoutMs = 1_000

/**
 * The life of one service in one scope: one state machine over one {@link Runtime}, whatever it runs in.
 *
 * Guarantees: starts at most once and ends exactly once; never reported running after a stop was asked for; every wait
 * races the exit of the runtime and has a limit; the outcome is data. It knows nothing of the order among services:
 * whoever calls {@link start} and {@link stop} keeps it.
 */
export class Lifecycle {
  readonly needs: Map<Lifecycle, EdgeKind> = new Map()
  readonly dependants: Set<Lifecycle> = new Set()
  /** What it came to need at run time and then stopped itself: it needs that no more. */
  readonly givenUp: Set<Lifecycle> = new Set()
  /** Scopes that use it, besides the one that owns it. */
  readonly users: Set<ScopeIdentity> = new Set()
  readonly warnings: string[] = []
  log: ServiceLog | undefined
  groups: Readonly<Record<string, string>> = {}
  /** The node or cluster that it hangs on. */
  place: Service | undefined

  #state: ServiceState = 'new'
  #since: number
  #startedAt: number | undefined
  #startMs: number | undefined
  #runtime: Runtime | undefined
  #exit: RuntimeExit | undefined
  #expected: PromiseWithResolvers<RuntimeExit> | undefined
  #starting: Promise<void> | undefined
  #stopWasAsked = false
  #ending: Promise<Outcome> | undefined
  #cleaning: Promise<Error | undefined> | undefined
  #outcome: Outcome | undefined
  readonly #ended = Promise.withResolvers<Outcome>()
  readonly #abort = new AbortController()
  readonly #stopAsked = Promise.withResolvers<void>()
  readonly #forced = Promise.withResolvers<ForcedBy>()

  constructor(
    readonly id: string,
    readonly name: string,
    readonly service: Service,
    readonly protocol: ServiceProtocol,
    readonly host: LifecycleHost,
  ) {
    this.#since = host.clock.nowMs()
  }

  get state(): ServiceState {
    return this.#state
  }

  get outcome(): Outcome | undefined {
    return this.#outcome
  }

  get runtime(): Runtime | undefined {
    return this.#runtime
  }

  /** How its runtime ended, from the moment on that this is known. */
  get exit(): RuntimeExit | undefined {
    return this.#exit
  }

  get startedAtMs(): number | undefined {
    return this.#startedAt
  }

  /** When it was over, in milliseconds since the epoch; `undefined` until then. */
  get endedAtMs(): number | undefined {
    return isTerminal(this.#state) ? this.#since : undefined
  }

  /** Whether it ever got as far as running, or was stopped on its way there: then how it ended is no failed start. */
  get wasRunning(): boolean {
    return this.#startMs !== undefined || this.#outcome?.how !== 'failed' || this.#stopWasAsked
  }

  /** Told to stop, and not over yet. */
  get isBeingStopped(): boolean {
    return this.#state === 'stopping' && this.#stopWasAsked
  }

  get stopPriority(): number {
    return this.protocol.options.stopPriority ?? 50
  }

  get startTimeoutMs(): number {
    const { startTimeoutMs } = this.host.limits
    return startTimeoutMs === Infinity ? Infinity : (this.protocol.options.startTimeoutMs ?? startTimeoutMs)
  }

  /** 0 is kept while debugging: it asks for a kill and is no limit. */
  get stopTimeoutMs(): number {
    const own = this.protocol.options.stopTimeoutMs
    const { stopTimeoutMs } = this.host.limits
    return stopTimeoutMs === Infinity && own !== 0 ? Infinity : (own ?? stopTimeoutMs)
  }

  /** Starting, running or stopping: it may need its dependencies. */
  get isLive(): boolean {
    return this.#state === 'starting' || this.#state === 'running' || this.#state === 'stopping'
  }

  /** Running and not stopping. */
  get isServiceAlive(): boolean {
    return this.#state === 'running'
  }

  /** The runtime exists. */
  get isAlive(): boolean {
    return this.#runtime?.isAlive() ?? false
  }

  /** Whether it may end by itself, if it does so cleanly. */
  get mayExit(): boolean {
    const { mayExit, ready } = this.protocol.options
    if (mayExit !== undefined) return mayExit
    if (ready !== undefined && allOf(ready).expectsExit === true) return true
    return this.protocol.kind === 'task'
  }

  /** Aborts when it is told to stop, cannot start, or has ended by itself. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Whether any exit is allowed, from {@link expectExit} on. */
  get isExitExpected(): boolean {
    return this.#expected !== undefined
  }

  /** Settles when the service is over, with its outcome. Never rejects. */
  get ended(): Promise<Outcome> {
    return this.#ended.promise
  }

  /**
   * Starts the service and resolves when it is ready. Its dependencies have to be up.
   * Calling it again returns the same promise.
   */
  start(): Promise<void> {
    if (this.#starting === undefined) {
      if (this.#state !== 'new') {
        return Promise.reject(messages.cannotStart(this.name, this.#state))
      }
      this.#starting = this.#start()
    }
    return this.#starting
  }

  /** Ends a service that never started, because of the error that kept it from starting. */
  refuse(error: Error): void {
    if (this.#state !== 'new') return
    this.#finish('fail', { how: 'failed', gone: true, errors: [error] })
  }

  /**
   * Stops the service: asks, waits, kills. Resolves with the outcome and never rejects.
   * Calling it again joins the stop that runs; with `kill` it forces that one. Its dependants have to be over.
   */
  stop(request: StopRequest = {}): Promise<Outcome> {
    if (this.#state === 'new') this.#finish('stop', { how: 'stopped', gone: true, errors: [] })
    if (this.#outcome !== undefined) return Promise.resolve(this.#outcome)
    if (request.kill === true) this.#forced.resolve('asked')
    const { force } = request
    if (force?.aborted === true) this.#forced.resolve('scope-limit')
    else force?.addEventListener('abort', () => this.#forced.resolve('scope-limit'), { once: true })
    this.#ending ??= this.#end('stop', undefined)
    return this.#ending
  }

  /**
   * Lets go of a running service without ending it: whoever was asked to keep its process up has it now. Says whether it
   * could be; a service that is not running, or is being stopped, cannot.
   */
  keep(): boolean {
    if (this.#state !== 'running' || this.#ending !== undefined) return false
    const left = this.#runtime === undefined ? [] : [this.#runtime.describe()]
    this.#finish('keep', { how: 'kept', gone: false, errors: [], left })
    return true
  }

  /** Notes that services of another scope need this one. */
  usedBy(host: LifecycleHost): void {
    if (host.scopeId !== this.host.scopeId) this.users.add(host.scope)
  }

  /** Allows the service to end by itself; resolves with its exit. */
  expectExit(): Promise<RuntimeExit> {
    this.#expected ??= Promise.withResolvers<RuntimeExit>()
    if (this.#exit !== undefined) this.#expected.resolve(this.#exit)
    return this.#expected.promise
  }

  /** Tells the service to fall quiet, within its stop limit; what goes wrong is a warning. */
  async quiesce(): Promise<void> {
    if (this.#state === 'running') await quiesce(this)
  }

  /** Runs the clean-up of a service that was started, once, within the clean-up limit; resolves with what went wrong. */
  cleanup(): Promise<Error | undefined> {
    this.#cleaning ??= cleanup(this)
    return this.#cleaning
  }

  /** Last lines that the service wrote or logged, in time order. */
  async lastLines(count: number): Promise<readonly KeptLine[]> {
    const own = this.log?.lastLines(count) ?? []
    const written = await within(this.host.clock, flushTimeoutMs, this.#writtenLines(count), [])
    return [...own, ...written].toSorted((a, b) => a.timeMs - b.timeMs).slice(-count)
  }

  /** None where whoever keeps them is gone: lines only illustrate. */
  async #writtenLines(count: number): Promise<readonly KeptLine[]> {
    return (await this.#runtime?.lastLines(count).catch(() => [])) ?? []
  }

  async #start(): Promise<void> {
    const { clock } = this.host
    this.#startedAt = clock.nowMs()
    this.#move('start')
    const limit = deadline(clock, this.startTimeoutMs)
    const progress: Progress = { saw: undefined, probe: undefined }
    const upward = this.#bringUp(progress).then(
      () => 'ready' as const,
      (error: unknown) => ({ error }),
    )
    const first = await Promise.race([
      upward,
      limit.passed.then(() => 'limit' as const),
      this.#stopAsked.promise.then(() => 'stop' as const),
    ])
    limit.cancel()
    if (first === 'ready' && this.#state === 'starting') {
      this.#startMs = clock.nowMs() - this.#startedAt
      this.#move('ready')
      if (this.#exit !== undefined) this.#exited(this.#exit)
      return
    }
    if (first === 'stop' || this.#state !== 'starting') {
      await this.#ended.promise
      throw new StartCalledOffError(this.name, messages.calledOff(this))
    }
    const cause = typeof first === 'object' ? toError(first.error) : undefined
    this.#ending = this.#end('fail', async () => {
      const lines = await this.lastLines(linesInErrors)
      return cause === undefined ? messages.notReady(this, progress, lines) : messages.startFailed(this, cause, lines)
    })
    const { errors } = await this.#ending
    throw errors.length > 1
      ? intoRealm(new AggregateError(errors, errors.map((error) => error.message).join('\n')))
      : (errors[0] ?? new LaunchError(this.name, messages.calledOff(this)))
  }

  async #bringUp(progress: Progress): Promise<void> {
    const { host, protocol } = this
    const log = (this.log = await host.openLog(this))
    this.groups = await bringUp(this, {
      signal: this.#abort.signal,
      log,
      progress,
      newRuntime: () => {
        const runtime = (this.#runtime = protocol.createRuntime(host.kit, { host: host.hostOf(this) }))
        this.#exit = undefined
        void runtime.exited.then((exit) => {
          if (this.#runtime === runtime) this.#exited(exit)
        })
        return runtime
      },
    })
  }

  /** The runtime ended, for whatever reason. Whoever waits has raced it; only a running service has to be told here. */
  #exited(exit: RuntimeExit): void {
    this.#exit = exit
    // A first runtime, whose port was taken, may still be replaced.
    if (this.#state !== 'starting') this.#expected?.resolve(exit)
    if (this.#state !== 'running') return
    const isAllowed =
      this.isExitExpected ||
      (this.mayExit && isCleanExit(exit)) ||
      // It asked for something that it does not get any more, and will be told to stop in a moment.
      (this.host.isClosing() && isCalledOff(exit.error))
    this.#ending ??= this.#end('exit', isAllowed ? undefined : async () => this.#crash(exit))
  }

  async #crash(exit: RuntimeExit): Promise<Error> {
    // Whatever can be said of it: the crash has to reach the test.
    const lines = await this.lastLines(linesInErrors).catch(() => [])
    const error = new ServiceCrashedError(this.name, messages.crashed(this, exit, lines), exit)
    this.host.crashed(this, error)
    return error
  }

  async #end(event: EndCause, cause: (() => Promise<Error>) | undefined): Promise<Outcome> {
    const { clock } = this.host
    const begun = clock.nowMs()
    this.#move(event)
    if (event === 'stop') {
      this.#stopWasAsked = true
      this.#stopAsked.resolve()
    }
    this.#abort.abort(new StartCalledOffError(this.name, messages.calledOff(this)))
    const causedBy = cause === undefined ? [] : [await cause().catch(toError)]
    const runtime = this.#runtime
    const ending = runtime === undefined ? nothingToEnd : await endRuntime(this, runtime, event, this.#forced.promise)
    if (this.log !== undefined) await within(clock, flushTimeoutMs, this.log.flush(), undefined)
    const errors = [...causedBy, ...ending.errors]
    const isBroken = errors.some((error) => !(error instanceof KilledError))
    return this.#finish(isBroken ? 'break' : 'end', {
      ...ending,
      how: howEnded(event, isBroken, ending.forcedBy),
      errors,
      exit: this.#exit,
      stopMs: clock.nowMs() - begun,
    })
  }

  #move(event: ServiceEvent, error?: Error): void {
    const from = this.#state
    const to = next(from, event)
    if (to === undefined)
      throw new Error(`curfew: illegal event "${event}" in state "${from}" of service "${this.name}"`)
    const timeMs = this.host.clock.nowMs()
    const durationMs = timeMs - this.#since
    this.#state = to
    this.#since = timeMs
    this.host.transitioned({
      id: this.id,
      service: this.name,
      scopeId: this.host.scopeId,
      from,
      to,
      event,
      timeMs,
      durationMs,
      error,
      outcome: isTerminal(to) ? this.#outcome : undefined,
    })
  }

  #finish(event: ServiceEvent, facts: Pick<Outcome, 'how' | 'gone' | 'errors'> & Partial<Outcome>): Outcome {
    const outcome: Outcome = {
      exit: undefined,
      forcedBy: undefined,
      stopTimeoutMs: this.stopTimeoutMs,
      startMs: this.#startMs,
      stopMs: undefined,
      left: [],
      suspects: [],
      ...facts,
    }
    this.#outcome = outcome
    if (this.#exit !== undefined) this.#expected?.resolve(this.#exit)
    this.#move(event, outcome.errors[0])
    this.#ended.resolve(outcome)
    return outcome
  }
}
