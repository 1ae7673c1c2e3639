import { isAggregateError } from '@curfew/protocol'
import type { CatalogEntries, CatalogEntry } from '../catalog/entry.ts'
import { engine } from '../engine-access.ts'
import type { Scope } from '../scope/scope.ts'
import type { Verdict } from '../scope/verdict.ts'
import type { Service } from '../service/service.ts'
import type { FileScope } from './file-scope.ts'
import { linesOfInterest } from './lines-of-interest.ts'
import { startNeeded, type NeededServices } from './start-needed.ts'
import { untold } from './untold.ts'
import { reportedVerdict, type VerdictData } from './verdict-data.ts'

/** Which attempt of which test it is. */
export interface TestAttemptOptions {
  /** The full name of the test. */
  readonly test: string
  /** Path of the test file, relative to the root of the project. */
  readonly file: string
  /** From 1. Each retry and each repeat is another attempt. */
  readonly attempt: number
  /** The scope of the file, whose services the test shares. @default none: services of the file cannot be used */
  readonly within?: FileScope | undefined
  /** Catalogs whose names `scope.get()` knows, besides those that {@link TestAttempt.start} is given. @default none */
  readonly catalogs?: Iterable<CatalogEntries> | undefined
}

/** What a runner knows of an attempt when its body and its hooks are over. */
export interface EndedBody {
  /** What it reports for the attempt so far: the errors themselves, or plain data, which is known by its message. */
  readonly reported: readonly unknown[]
  /** Whether the attempt counts as failed by now; one that is expected to fail does not. @default whether anything is reported */
  readonly hasFailed?: boolean | undefined
  /** Whether the runner makes no other attempt if this one fails: only then may its services be left up (`keepOnFailure`). */
  readonly isLast: boolean
}

/** What is left to report when everything that an attempt started is over. */
export interface AttemptEnd {
  /** What the runner does not report yet, in order; each points to the place where its service was declared. */
  readonly errors: readonly Error[]
  /** Whether a service failed: while it started, ran, or stopped. A test that is expected to fail does not expect that. */
  readonly hasServiceErrors: boolean
  /** The last lines of all services that took part, for the failure that is shown first; empty where there is none. */
  readonly lastLines: string
  /** What became of the services, for reporters; `undefined` where there is nothing to report. */
  readonly verdict: VerdictData | undefined
}

/**
 * The life of one attempt of a test, the same for every runner: {@link start} before the clock of its body begins, hooks and body run
 * inside of {@link scope}, the body in {@link race}, and {@link end} when all of them are over, however.
 *
 * The scope is opened when something first asks for it: most tests of a suite need no service, and cost next to nothing.
 */
export class TestAttempt {
  /** What {@link start} started, by what was declared; the same for the body, its hooks and its fixtures. */
  readonly services: Map<CatalogEntry, Service> = new Map()
  readonly #options: TestAttemptOptions
  /** What the test was failed with already: not reported again when its scope closes. */
  readonly #reported = new Set<unknown>()
  readonly #onInterrupt = new Set<(reason: unknown) => void>()
  #scope: Scope | undefined
  #controller: AbortController | undefined
  #aborted: { readonly reason: unknown } | undefined
  #interruption: { readonly reason: unknown } | undefined
  #startErrors: readonly unknown[] = []
  #isGivenUp = false
  #isOver = false

  constructor(options: TestAttemptOptions) {
    this.#options = options
    options.within?.running.add(this)
  }

  /** The scope, opened if it was not. One that is asked for when the attempt is over is closed: nothing starts late. */
  get scope(): Scope {
    return (this.#scope ??= this.#open())
  }

  /** Whether anything asked for the scope. */
  get isOpen(): boolean {
    return this.#scope !== undefined
  }

  /** Aborts when the attempt is interrupted, and at {@link abort}. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted.reason)
    }
    return this.#controller.signal
  }

  /**
   * Starts services in parallel, with one request for each catalog.
   *
   * @param givenUp - Aborts when the runner gives the test up meanwhile (bail, cancel); then it is not waited for
   * @returns why the attempt cannot run, the cause first, then what failed when the start was rolled back; empty when all run
   */
  async start(needed: NeededServices, givenUp?: AbortSignal): Promise<readonly unknown[]> {
    if (needed.size === 0) return []
    try {
      const started = await unlessGivenUp(startNeeded(this.scope, needed), givenUp)
      for (const [entry, service] of started) this.services.set(entry, service)
      return []
    } catch (error) {
      this.#reported.add(error)
      this.#isGivenUp = givenUp?.aborted === true && error === givenUp.reason
      if (this.#isGivenUp) this.abort(error)
      this.#startErrors = partsOf(error)
      return this.#startErrors
    }
  }

  /** Runs the body of the test, and fails at once when the attempt is interrupted. */
  async race<T>(body: () => T | PromiseLike<T>): Promise<T> {
    try {
      this.check()
      return await this.orInterrupted(body())
    } catch (error) {
      this.#reported.add(error)
      throw error
    }
  }

  /** Before a body runs. @throws the crash, if a service crashed while others started or in a hook */
  check(): void {
    if (this.#interruption !== undefined) throw this.#interruption.reason
  }

  /** What a body awaits; rejects at once when the attempt is interrupted. */
  async orInterrupted<T>(awaited: T | PromiseLike<T>): Promise<T> {
    const interrupted = Promise.withResolvers<never>()
    const end = this.onInterrupt(interrupted.reject)
    try {
      return await Promise.race([awaited, interrupted.promise])
    } finally {
      end()
    }
  }

  /**
   * Calls back when the body has to end now: a service crashed, or the run is over. At once if that was before. Returns an
   * unsubscribe function.
   */
  onInterrupt(listener: (reason: unknown) => void): () => void {
    this.#onInterrupt.add(listener)
    if (this.#interruption !== undefined) listener(this.#interruption.reason)
    return () => {
      this.#onInterrupt.delete(listener)
    }
  }

  /** Fails the body that runs, and aborts the signal. Only the first time counts, and nothing once the attempt has ended. */
  interrupt(reason: unknown): void {
    if (this.#interruption !== undefined || this.#isOver) return
    this.#interruption = { reason }
    for (const listener of this.#onInterrupt) listener(reason)
    this.abort(reason)
  }

  /** Aborts the signal: the time of the test is over, or the run is cancelled. Not once the attempt has ended. */
  abort(reason: unknown): void {
    if (this.#aborted !== undefined || this.#isOver) return
    this.#aborted = { reason }
    // In the scope of the test: the listeners are its code.
    if (this.#controller !== undefined) engine().runIn(this, () => this.#controller?.abort(reason))
  }

  /**
   * Notes an error that the runner has failed the test with. A body that goes on all the same, since its time is over, has its
   * signal aborted.
   */
  failedWith(error: unknown, abortReason: unknown = error): void {
    this.#reported.add(error)
    if (this.#onInterrupt.size > 0) this.abort(abortReason)
  }

  /**
   * Ends the attempt: stops everything that was started, dependants first, and resolves with what is left to report. Where nothing
   * asked for the scope there is nothing.
   */
  async end({ reported, hasFailed = reported.length > 0, isLast }: EndedBody): Promise<AttemptEnd> {
    // For a test that passed the end is no reason to abort what it left.
    this.#isOver = true
    this.#onInterrupt.clear()
    const { within } = this.#options
    within?.running.delete(this)
    const scope = this.#scope
    if (scope === undefined) return nothingToReport

    const isFailed = hasFailed || this.#hasNotStarted || scope.crash !== undefined
    if (isFailed && isLast && engine().settings.keepOnFailure) scope.keep()
    const verdict = await scope.close(this.#aborted?.reason)
    const errors = untold(verdict.errors, [...this.#reported, ...reported])
    for (const error of verdict.errors) within?.told.add(error)
    return this.#drawUp(scope, verdict, errors, reported)
  }

  /** Closes what is open: the runner has given the file up in the middle. Never rejects. */
  async abandon(): Promise<void> {
    const closed = this.#scope?.close()
    this.#isOver = true
    await Promise.allSettled([closed])
  }

  #open(): Scope {
    const { test, file, attempt, within, catalogs = [] } = this.#options
    const scope = engine().openScope({
      kind: 'test',
      name: test,
      parent: within?.scope,
      owner: { file, test, attempt },
    })
    for (const catalog of catalogs) scope.use(catalog)
    scope.onCrash((error) => {
      this.interrupt(error)
    })
    // Closed by somebody else while the test runs: the run is over.
    scope.signal.addEventListener('abort', () => {
      this.interrupt(scope.signal.reason)
    })
    // What a test that is over still does starts nothing any more.
    if (this.#isOver) void scope.close()
    return scope
  }

  /** A service did not start, though the runner waited for it. */
  get #hasNotStarted(): boolean {
    return this.#startErrors.length > 0 && !this.#isGivenUp
  }

  #drawUp(scope: Scope, verdict: Verdict, errors: readonly Error[], reported: readonly unknown[]): AttemptEnd {
    const shown = [...this.#startErrors, ...reported, ...errors]
    const hasFailed = shown.length > 0
    if (!hasFailed) engine().passedOutput.discard(scope, verdict)
    return {
      errors,
      hasServiceErrors: this.#hasNotStarted || verdict.errors.length > 0,
      lastLines: hasFailed ? linesOfInterest(verdict, shown) : '',
      verdict: reportedVerdict(verdict),
    }
  }
}

const nothingToReport: AttemptEnd = { errors: [], hasServiceErrors: false, lastLines: '', verdict: undefined }

/** Several errors of a start, each by itself: the cause, then what failed when it was rolled back. */
function partsOf(error: unknown): readonly unknown[] {
  return isAggregateError(error) && error.name === 'AggregateError' ? error.errors : [error]
}

/** Waits for services to start; rejects at once when the runner gives the test up meanwhile. */
async function unlessGivenUp<T>(starting: Promise<T>, givenUp: AbortSignal | undefined): Promise<T> {
  // Vitest 4.1 leaves the signal of an earlier attempt that timed out aborted.
  if (givenUp === undefined || givenUp.aborted) return starting
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(givenUp.reason)
  givenUp.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([starting, aborted.promise])
  } finally {
    givenUp.removeEventListener('abort', onAbort)
  }
}
