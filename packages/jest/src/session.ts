import { AsyncLocalStorage } from 'node:async_hooks'
import {
  engine,
  isEmptyVerdict,
  pointAtDeclaration,
  raiseErrorsIn,
  stackMapperKey,
  untold,
  verdictData,
  type Engine,
  type ErrorRealm,
  type VerdictData,
} from '@curfew/core/engine'
import { Attempt } from './attempt.js'
import { bridgeKey, type Asked, type Bridge } from './bridge.js'
import {
  blocksAround,
  fullNameOf,
  type CircusEvent,
  type CircusHook,
  type CircusState,
  type CircusTest,
} from './circus.js'
import { FileScope } from './file-scope.js'
import { joinRunOfJest } from './join-run.js'
import { isLastAttempt } from './last-attempt.js'
import { hideOwnFrames, showLastLines } from './show-last-lines.js'
import { partsOf, startAsked } from './start-asked.js'
import type { CurfewSettings } from './settings.js'

/** What a session is made for. */
export interface SessionOptions {
  /** The global object of the realm in which the tests of the file run. */
  readonly global: object
  /** Path of the test file, relative to the root. */
  readonly file: string
  readonly rootDir: string
  readonly settings: CurfewSettings
}

/** What became of the services of one attempt of a test, as plain data: it reaches the reporters with the file's result. */
export interface AttemptReport {
  /** `null` for the services of the file. */
  readonly test: string | null
  /** From 1. */
  readonly attempt: number
  readonly verdict: VerdictData
}

/** What is registered with Jest right now. */
interface Registering {
  readonly asked: Asked
  /** The function of ours that the user's file calls. */
  readonly above: (...args: never) => unknown
}

const engineKey = Symbol.for('curfew/engine@1')

/**
 * One test file of Jest, while it runs: scopes for its tests and for itself, driven by the events of jest-circus.
 *
 * Nothing in here throws into Jest: what goes wrong fails the test that it belongs to, or else the file.
 */
export class Session {
  readonly reports: AttemptReport[] = []
  readonly #options: SessionOptions
  readonly #giveRealmBack: () => void
  readonly #running = new AsyncLocalStorage<Attempt | FileScope>()
  readonly #askedByCode = new WeakMap<object, Asked>()
  readonly #askedByTest = new WeakMap<CircusTest, Asked>()
  readonly #askedByHook = new WeakMap<CircusHook, Asked>()
  readonly #prepared = new WeakSet<CircusTest | CircusHook>()
  readonly #attempts = new Map<CircusTest, Attempt>()
  #registering: Registering | undefined
  #isUsed = false
  #hasCatalogs = false
  #engine: Promise<Engine> | undefined
  #file: FileScope | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { global } = options
    // A file that never asks for the engine costs nothing.
    Object.defineProperty(global, engineKey, { configurable: true, get: () => this.#use() })
    // Jest maps the stacks of all realms by the hook of this one.
    Object.defineProperty(global, stackMapperKey, { configurable: true, get: () => Error.prepareStackTrace })
    const bridge: Bridge = {
      registering: (asked, above, register) => this.#register({ asked, above }, register),
      contextOf: (asked) => this.#running.getStore()?.contexts.get(asked),
    }
    Object.defineProperty(global, bridgeKey, { configurable: true, get: () => bridge })
    this.#giveRealmBack = raiseErrorsIn(global as ErrorRealm)
  }

  /** Told each event of jest-circus. Never throws and never rejects. */
  handle(event: CircusEvent, state: CircusState): void | Promise<void> {
    if (!this.#isUsed) return undefined
    switch (event.name) {
      case 'add_test':
        if (this.#registering !== undefined) {
          this.#askedByCode.set(event.fn, this.#registering.asked)
          this.#place(event.asyncError, this.#registering)
        }
        return undefined
      case 'add_hook': {
        const hook = state.currentDescribeBlock.hooks.at(-1)
        if (this.#registering !== undefined && hook !== undefined) {
          this.#askedByHook.set(hook, this.#registering.asked)
          this.#place(event.asyncError, this.#registering)
        }
        return undefined
      }
      case 'run_start':
        return this.#hasCatalogs ? this.#guard(this.#begin(), (error) => state.unhandledErrors.push(error)) : undefined
      case 'test_start':
        if (this.#isInterrupted && event.test.mode !== 'todo') event.test.mode = 'skip'
        return undefined
      case 'test_started':
        return this.#guard(this.#open(event.test), (error) => event.test.errors.push(error))
      case 'hook_start':
        return this.#guard(this.#beforeHook(event.hook), (error) => failWith(event.hook, error))
      case 'test_fn_failure':
        this.#attempts.get(event.test)?.failed(event.error)
        return undefined
      case 'test_fn_success':
        // `test.failing` expects that the body fails, not that a service crashes.
        if (event.test.failing) this.#attempts.get(event.test)?.race.told.clear()
        return undefined
      case 'test_done':
        return this.#guard(this.#finish(event.test, state), (error) => event.test.errors.push(error))
      case 'run_finish':
        return this.#guard(this.#closeFile(state), (error) => state.unhandledErrors.push(error))
      default:
        return undefined
    }
  }

  /** Closes what is still open when the file was given up in the middle, and leaves its realm. */
  async close(): Promise<void> {
    for (const { scope } of this.#attempts.values()) await scope.close()
    this.#attempts.clear()
    await this.#file?.close()
    this.#file = undefined
    this.#giveRealmBack()
  }

  #use(): Engine {
    this.#isUsed = true
    return engine()
  }

  #register<T>(registering: Registering, register: () => T): T {
    this.#isUsed = true
    if (registering.asked.catalogs.length > 0) this.#hasCatalogs = true
    const before = this.#registering
    this.#registering = registering
    try {
      return register()
    } finally {
      this.#registering = before
    }
  }

  /** The place of a test is where the user's file calls us, and not where we call Jest. */
  #place(error: Error, { above }: Registering): void {
    Error.captureStackTrace(error, above)
  }

  get #isInterrupted(): boolean {
    return this.#file !== undefined && engine().doomed !== undefined
  }

  async #guard(work: Promise<void>, tell: (error: unknown) => void): Promise<void> {
    try {
      await work
    } catch (error) {
      tell(error)
    }
  }

  async #begin(): Promise<void> {
    await this.#openFile()
    await engine().prewarm()
  }

  async #openFile(): Promise<FileScope> {
    const { rootDir, settings, file } = this.#options
    this.#engine ??= joinRunOfJest(rootDir, settings)
    await this.#engine
    return (this.#file ??= new FileScope(file))
  }

  async #open(test: CircusTest): Promise<void> {
    const file = await this.#openFile()
    const name = fullNameOf(test)
    const scope = engine().openScope({
      kind: 'test',
      name,
      parent: file.scope,
      owner: { file: this.#options.file, test: name, attempt: test.invocations },
    })
    const attempt = new Attempt(test, scope)
    this.#attempts.set(test, attempt)
    const own = this.#askedByCode.get(test.fn)
    if (own !== undefined) this.#askedByTest.set(test, own)
    this.#wrapBody(test)
    try {
      const asked = this.#allAsked(test)
      for (const { catalogs } of asked) for (const catalog of catalogs) scope.use(catalog)
      await Promise.all(asked.map((one) => startAsked(one, attempt, attempt.race.signal)))
    } catch (error) {
      for (const one of partsOf(error)) pointAtDeclaration(one, scope)
      attempt.contexts.clear()
      attempt.isCalledOff = true
      attempt.race.told.add(error)
      // Jest shows one error as one: the start first, then what went wrong when it was rolled back.
      test.errors.push(...partsOf(error))
    }
  }

  /** What the test and the hooks around it ask for. */
  #allAsked(test: CircusTest): Asked[] {
    const own = this.#askedByTest.get(test)
    const all = own === undefined ? [] : [own]
    // Jest runs no hooks around a concurrent test.
    if (test.concurrent) return all
    for (const block of blocksAround(test)) {
      for (const hook of block.hooks) {
        const asked = hook.type.endsWith('Each') ? this.#askedByHook.get(hook) : undefined
        if (asked !== undefined) all.push(asked)
      }
    }
    return all
  }

  /** Once for a test, however often it is tried: the attempt is looked up when it runs. */
  #wrapBody(test: CircusTest): void {
    if (this.#prepared.has(test) || isGenerator(test.fn)) return
    this.#prepared.add(test)
    const { fn } = test
    const run = (attempt: Attempt, body: () => unknown): unknown => this.#runIn(attempt, body)
    const attemptOf = (): Attempt | undefined => this.#attempts.get(test)
    test.fn =
      fn.length > 0
        ? function (this: unknown, done) {
            const attempt = attemptOf()
            if (attempt === undefined) return fn.call(this, done)
            return run(attempt, () => attempt.runBodyWithDone(fn, this, done as (error?: unknown) => void))
          }
        : function (this: unknown) {
            const attempt = attemptOf()
            return attempt === undefined ? fn.call(this) : run(attempt, () => attempt.runBody(fn, this))
          }
  }

  async #beforeHook(hook: CircusHook): Promise<void> {
    const asked = this.#askedByHook.get(hook)
    if (hook.type.endsWith('All') && asked !== undefined) {
      const file = await this.#openFile()
      for (const catalog of asked.catalogs) file.scope.use(catalog)
      await startAsked(asked, file, file.scope.signal)
    }
    if (this.#prepared.has(hook) || isGenerator(hook.fn)) return
    this.#prepared.add(hook)
    const { fn } = hook
    const run = (body: () => unknown): unknown => {
      // Only one test at a time has hooks.
      const home = hook.type.endsWith('All') ? this.#file : this.#sequential()
      // Jest skips the hooks before a test that cannot run, but not those after it.
      if (home instanceof Attempt && home.isCalledOff) return undefined
      return home === undefined ? body() : this.#runIn(home, body)
    }
    hook.fn =
      fn.length > 0
        ? function (this: unknown, done) {
            return run(() => fn.call(this, done))
          }
        : function (this: unknown) {
            return run(() => fn.call(this))
          }
  }

  #sequential(): Attempt | undefined {
    for (const attempt of this.#attempts.values()) if (!attempt.test.concurrent) return attempt
    return undefined
  }

  #runIn<T>(home: Attempt | FileScope, body: () => T): T {
    return this.#running.run(home, () => home.scope.run(body))
  }

  async #finish(test: CircusTest, state: CircusState): Promise<void> {
    const attempt = this.#attempts.get(test)
    if (attempt === undefined) return
    const hasFailed = test.errors.length > 0 || attempt.scope.crash !== undefined
    if (engine().settings.keepOnFailure && hasFailed && isLastAttempt(test, state, this.#options.global)) {
      attempt.scope.keep()
    }
    attempt.race.end()
    const verdict = await attempt.scope.close(attempt.race.signal.reason)
    this.#attempts.delete(test)
    for (const error of verdict.errors) pointAtDeclaration(error, attempt.scope)
    test.errors.push(...untold(verdict.errors, [...attempt.race.told, ...test.errors.flat(1)]))
    for (const error of verdict.errors) this.#file?.told.add(error)
    if (test.errors.length > 0) {
      hideOwnFrames(test)
      showLastLines(test, verdict)
    }
    this.#report(fullNameOf(test), test.invocations, verdict)
  }

  async #closeFile({ unhandledErrors }: CircusState): Promise<void> {
    const file = this.#file
    if (file === undefined) return
    const { verdict, errors } = await file.close()
    this.#file = undefined
    unhandledErrors.push(...errors)
    this.#report(null, 1, verdict)
  }

  #report(test: string | null, attempt: number, verdict: Parameters<typeof verdictData>[0]): void {
    if (isEmptyVerdict(verdict)) return
    this.reports.push({ test, attempt, verdict: verdictData(verdict) })
  }
}

/** A hook that cannot run fails with the reason. */
function failWith(hook: CircusHook, error: unknown): void {
  const { fn } = hook
  hook.fn = () => {
    hook.fn = fn
    throw error
  }
}

/** Jest runs them by itself, step by step. */
function isGenerator(code: (...args: never) => unknown): boolean {
  return Object.prototype.toString.call(code) === '[object GeneratorFunction]'
}
