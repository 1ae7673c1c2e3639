import { isCalledOff } from '../errors/called-off.ts'
import { LaunchError, StartCalledOffError } from '../errors/start-errors.ts'
import { KilledError, ServiceCrashedError } from '../errors/stop-errors.ts'
import type { KeptLine, ServiceLog } from '../logging/service-log.ts'
import type { ServiceProtocol } from '../protocol.ts'
import type { Runtime, RuntimeExit } from '../runtime/runtime.ts'
import type { Service } from '../service/service.ts'
import { CleanUp } from './clean-up.ts'
import { isCleanExit } from './clean-exit.ts'
import { deadline, within } from './deadline.ts'
import { endRuntime, howEnded, nothingToEnd, type EndCause } from './end-runtime.ts'
import { quiesce } from './hooks.ts'
import { lastLinesOf } from './last-lines.ts'
import { launchUntilReady, type Progress } from './launch.ts'
import { portHints } from './hints.ts'
import { isSaidBy } from './left-behind.ts'
import type { Force, LifecycleScope, StopRequest } from './lifecycle-scope.ts'
import { startLimitMs, stopLimitMs } from './limits.ts'
import { mayExit } from './may-exit.ts'
import * as messages from './messages.ts'
import { located, ofService, recordError, recordRefusal } from './records.ts'
import { transitionOf, type Outcome } from './outcome.ts'
import { asOne, toError } from './settled.ts'
import { isSatisfied } from './standing.ts'
import { isTerminal, next, type ServiceEvent, type ServiceState } from './states.ts'

const linesInErrors = 20
const flushTimeoutMs = 1_000

/** What an outcome has where nothing says otherwise. */
const nothingMore = { exit: undefined, forcedBy: undefined, stopMs: undefined, left: [], suspects: [], killed: [] }

/**
 * The life of one service in one scope: one state machine over one {@link Runtime}, whatever it runs in.
 *
 * Guarantees: starts at most once and ends exactly once; never reported running after a stop was asked for; every wait
 * races the exit of the runtime and has a limit; the outcome is data. It knows nothing of the order among services:
 * whoever calls {@link start} and {@link stop} keeps it.
 */
export class Lifecycle {
  readonly warnings: string[] = []
  /**
   * Its clean-up. Every end but one runs it: where a service ended by itself as it may, others still use what it made, so the
   * stop runs it.
   */
  readonly cleanUp: CleanUp = new CleanUp(this)
  /** Settles when what was seen of it before it had a log is in its records. */
  recorded: Promise<void> | undefined
  log: ServiceLog | undefined
  /** What its readiness found. */
  groups: Readonly<Record<string, string>> = {}

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
  #outcome: Outcome | undefined
  readonly #ended = Promise.withResolvers<Outcome>()
  readonly #abort = new AbortController()
  readonly #stopAsked = Promise.withResolvers<void>()
  readonly #forced = Promise.withResolvers<Force>()

  constructor(
    readonly id: string,
    readonly name: string,
    readonly service: Service,
    readonly protocol: ServiceProtocol,
    readonly scope: LifecycleScope,
  ) {
    this.#since = scope.clock.nowMs()
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
    return this.protocol.stopPriority()
  }

  get startTimeoutMs(): number {
    return startLimitMs(this.protocol.options, this.scope.limits)
  }

  get stopTimeoutMs(): number {
    return stopLimitMs(this.protocol.options, this.scope.limits)
  }

  /** Starting, running or stopping: it may need its dependencies. */
  get isLive(): boolean {
    return this.#state === 'starting' || this.#state === 'running' || this.#state === 'stopping'
  }

  /** Whether what it needs has to stay for it: it is live, or its clean-up is not over. */
  get holdsNeeds(): boolean {
    if (this.#outcome === undefined) return this.isLive
    return this.#startedAt !== undefined && this.#state !== 'kept' && !this.cleanUp.isOver
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
    return mayExit(this.protocol)
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
      this.#starting = this.scope.runAs(this, () => this.#start())
    }
    return this.#starting
  }

  /** Ends a service that never started, because of the error that kept it from starting. */
  refuse(error: Error): void {
    if (this.#state !== 'new') return
    this.#finish('fail', { how: 'failed', gone: true, errors: [ofService(error, this)] })
    this.recorded = recordRefusal(this, error)
  }

  /**
   * Stops the service: asks, waits, kills, and cleans up. Resolves with the outcome and never rejects.
   * Calling it again joins the stop that runs; with `kill` it forces that one. Its dependants have to be over.
   */
  stop(request: StopRequest = {}): Promise<Outcome> {
    if (this.#state === 'new') this.#finish('stop', { how: 'stopped', gone: true, errors: [] })
    const outcome = this.#outcome
    if (outcome !== undefined) return this.cleanUp.run().then(() => outcome)
    const { kill, total } = request
    if (kill === true) {
      this.#forced.resolve({ by: 'asked' })
      this.log?.report('info', `Service "${this.name}" is killed: somebody asked for it.`)
    }
    if (total?.passed.aborted === true) this.#forced.resolve(total)
    else total?.passed.addEventListener('abort', () => this.#forced.resolve(total), { once: true })
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

  /** Notes what fails nothing: for the verdict, and in its records. */
  warn(warning: string, cause?: Error): void {
    this.warnings.push(warning)
    this.log?.report('warn', warning, cause && located(cause, this))
  }

  /** Last lines that the service wrote or logged, in time order. */
  lastLines(count: number): Promise<readonly KeptLine[]> {
    return lastLinesOf(this, count)
  }

  async #start(): Promise<void> {
    const { clock } = this.scope
    this.#startedAt = clock.nowMs()
    this.#move('start')
    const limit = deadline(clock, this.startTimeoutMs)
    const progress: Progress = { saw: undefined, probe: undefined }
    const launched = this.#launch(progress).then(
      () => 'ready' as const,
      (error: unknown) => ({ error }),
    )
    const first = await Promise.race([
      launched,
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
      throw located(new StartCalledOffError(this.name, messages.calledOff(this)), this)
    }
    const cause = typeof first === 'object' ? toError(first.error) : undefined
    this.#ending = this.#end('fail', async () => {
      const lines = await this.lastLines(linesInErrors)
      if (cause === undefined) return messages.notReady(this, progress, lines)
      return messages.startFailed(this, cause, lines, await portHints(this, lines))
    })
    const { errors } = await this.#ending
    throw asOne(errors) ?? new LaunchError(this.name, messages.calledOff(this))
  }

  async #launch(progress: Progress): Promise<void> {
    const { scope, protocol } = this
    const log = (this.log = await scope.openLog(this))
    this.groups = await launchUntilReady(this, {
      signal: this.#abort.signal,
      log,
      progress,
      newRuntime: () => {
        const runtime = (this.#runtime = protocol.createRuntime(scope.kit, scope.placeOf(this)))
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
      (this.scope.isClosing && isCalledOff(exit.error))
    this.#ending ??= this.#end('exit', isAllowed ? undefined : async () => this.#crash(exit))
  }

  async #crash(exit: RuntimeExit): Promise<Error> {
    // Whatever can be said of it: the crash has to reach the test.
    const lines = await this.lastLines(linesInErrors).catch(() => [])
    const error = ofService(new ServiceCrashedError(this.name, messages.crashed(this, exit, lines), exit), this)
    this.scope.crashed(this, error)
    return error
  }

  #end(event: EndCause, cause: (() => Promise<Error>) | undefined): Promise<Outcome> {
    return this.scope.runAs(this, async () => {
      const outcome = await this.#endRuntime(event, cause)
      if (!isSatisfied(this)) await this.cleanUp.run()
      return outcome
    })
  }

  async #endRuntime(event: EndCause, cause: (() => Promise<Error>) | undefined): Promise<Outcome> {
    const { clock } = this.scope
    const begun = clock.nowMs()
    this.#move(event)
    if (event === 'stop') {
      this.#stopWasAsked = true
      this.#stopAsked.resolve()
    }
    this.#abort.abort(new StartCalledOffError(this.name, messages.calledOff(this)))
    const causedBy = cause === undefined ? [] : [ofService(await cause().catch(toError), this)]
    for (const error of causedBy) recordError(this, error)
    const runtime = this.#runtime
    const ending = runtime === undefined ? nothingToEnd : await endRuntime(this, runtime, event, this.#forced.promise)
    const ended = ending.errors.filter((error) => !isSaidBy(causedBy, error))
    for (const error of ended) recordError(this, ofService(error, this))
    if (this.log !== undefined) await within(clock, flushTimeoutMs, this.log.flush(), undefined)
    const errors = [...causedBy, ...ended]
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
    const timeMs = this.scope.clock.nowMs()
    const durationMs = timeMs - this.#since
    this.#state = to
    this.#since = timeMs
    this.scope.transitioned(this, transitionOf(this, { from, to, event, timeMs, durationMs, error }))
  }

  #finish(event: ServiceEvent, facts: Pick<Outcome, 'how' | 'gone' | 'errors'> & Partial<Outcome>): Outcome {
    const { stopTimeoutMs } = this
    const outcome: Outcome = { ...nothingMore, stopTimeoutMs, startMs: this.#startMs, ...facts }
    this.#outcome = outcome
    if (this.#exit !== undefined) this.#expected?.resolve(this.#exit)
    this.#move(event, outcome.errors[0])
    this.#ended.resolve(outcome)
    return outcome
  }
}
