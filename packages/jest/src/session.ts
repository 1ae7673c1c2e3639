import {
  contextOf,
  engine,
  FileScope,
  neededBy,
  raiseErrorsIn,
  type Asked,
  type AttemptEnd,
  type Engine,
  type ErrorRealm,
  type Home,
  type VerdictData,
} from '@curfew/core/runner'
import { deserialize, serialize } from 'node:v8'
import { Attempt, type Contexts } from './attempt.ts'
import type { Bridge } from './bridge.ts'
import {
  fullNameOf,
  isLastAttempt,
  type CircusEvent,
  type CircusHook,
  type CircusState,
  type CircusTest,
} from './circus.ts'
import { TestOverError } from './errors.ts'
import { guardExit } from './exit-guard.ts'
import { isWorkerProcess, joinRunOfJest } from './join-run.ts'
import { Registrations } from './registrations.ts'
import { hideOwnFrames, showLastLines } from './show-last-lines.ts'
import { settingsIn, type CurfewSettings } from './settings.ts'
import { holdSignals } from './signals.ts'
import { wrapBody, wrapHook, type Enter } from './wrap-code.ts'

/** What a session is made for. */
export interface SessionOptions {
  /** The global object of the realm in which the tests of the file run. */
  readonly global: object
  /** Path of the test file, relative to the root. */
  readonly file: string
  readonly rootDir: string
  readonly environmentOptions: Readonly<Record<string, unknown>>
}

/** What became of the services of one attempt of a test, as plain data: it reaches the reporters with the file's result. */
export interface AttemptReport {
  /** `null` for the services of the file. */
  readonly test: string | null
  /** From 1. */
  readonly attempt: number
  readonly verdict: VerdictData
}

/** What code belongs to: an attempt of a test, or the file. */
type HomeOfCode = Home & { readonly contexts: Contexts }

/** What is given to who asks for nothing. */
const nothing: Readonly<Record<string, unknown>> = Object.freeze({})

/**
 * One test file of Jest, while it runs: scopes for its tests and for itself, driven by the events of jest-circus.
 *
 * Nothing in here throws into Jest: what goes wrong fails the test that it belongs to, or else the file. A file that does not
 * use curfew costs one look at a field an event; a test that needs no service costs no scope, and no wait.
 */
export class Session {
  /** Serialised: the objects of all attempts would take several times as much until the file ends. */
  readonly #reports: Buffer[] = []
  readonly bridge: Bridge
  readonly #options: SessionOptions
  readonly #settings: CurfewSettings
  readonly #giveRealmBack: () => void
  readonly #registrations = new Registrations()
  readonly #wrapped = new WeakSet<CircusHook>()
  readonly #attempts = new Map<CircusTest, Attempt>()
  /** What the code belongs to that begins to run right now: it asks for its services before anything else. */
  #home: HomeOfCode | undefined
  #isUsed = false
  /** A test of the file failed: what its shared services wrote is kept then. */
  #hasFailed = false
  #joined: Promise<Engine> | undefined
  #file: (FileScope & HomeOfCode) | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.#settings = settingsIn(options.environmentOptions)
    this.bridge = {
      registering: (asked, above, register) => {
        this.#isUsed = true
        return this.#registrations.during(asked, above, register)
      },
      contextOf: (asked) => this.#home?.contexts.get(asked),
    }
    this.#giveRealmBack = raiseErrorsIn(options.global as ErrorRealm)
  }

  /** What became of the services of each attempt so far, and of the file; handed out once. */
  takeReports(): AttemptReport[] {
    return this.#reports.splice(0).map((report) => deserialize(report) as AttemptReport)
  }

  /** Told each event of jest-circus. Never throws and never rejects. */
  handle(event: CircusEvent, state: CircusState): void | Promise<void> {
    if (!this.#isUsed) return undefined
    try {
      return this.#on(event, state)?.catch((error: unknown) => tell(error, event, state))
    } catch (error) {
      return tell(error, event, state)
    }
  }

  /** Closes what is still open when the file was given up in the middle, and leaves its realm. Never rejects. */
  async close(): Promise<void> {
    this.#attempts.clear()
    await this.#file?.abandon()
    this.#file = undefined
    this.#giveRealmBack()
  }

  #on(event: CircusEvent, state: CircusState): undefined | Promise<void> {
    switch (event.name) {
      case 'add_test':
      case 'add_hook':
        this.#registrations.add(event, state)
        return undefined
      case 'run_start':
        return this.#begin()
      case 'test_start':
        if (this.#isInterrupted && event.test.mode !== 'todo') event.test.mode = 'skip'
        return undefined
      case 'test_started':
        return this.#startTest(event.test)
      case 'hook_start':
        return this.#startHook(event.hook)
      case 'test_fn_failure':
        this.#failed(event)
        return undefined
      case 'test_done':
        return this.#endTest(event.test, state)
      case 'run_finish':
        return this.#closeFile(state)
      default:
        return undefined
    }
  }

  /** The engine, for a file that asks for it. */
  use(): Engine {
    this.#isUsed = true
    return engine()
  }

  get #isInterrupted(): boolean {
    return this.#file !== undefined && engine().doomed !== undefined
  }

  async #begin(): Promise<void> {
    guardExit(this.#options.global)
    await this.#openFile()
    if (this.#registrations.hasCatalogs) await Promise.all([holdSignals(), engine().prewarm()])
  }

  async #openFile(): Promise<FileScope & HomeOfCode> {
    const { rootDir, file } = this.#options
    this.#joined ??= joinRunOfJest(rootDir, this.#settings)
    await this.#joined
    if (this.#file !== undefined) return this.#file
    return (this.#file = Object.assign(new FileScope(file, isWorkerProcess()), { contexts: new Map() }))
  }

  #startTest(test: CircusTest): undefined | Promise<void> {
    const asked = this.#registrations.around(test)
    // Imported while the file ran already, or it could not be opened: then this test says why.
    if (this.#file === undefined) return this.#openFile().then((file) => this.#startAttempt(test, file, asked))
    return this.#startAttempt(test, this.#file, asked)
  }

  #startAttempt(test: CircusTest, file: FileScope, asked: readonly Asked[]): undefined | Promise<void> {
    const attempt = new Attempt(test, {
      test: fullNameOf(test),
      file: this.#options.file,
      attempt: test.invocations,
      within: file,
      catalogs: asked.flatMap(({ catalogs }) => catalogs),
    })
    this.#attempts.set(test, attempt)
    // For this attempt only: what is kept for each of many tests costs more than what is made anew for each attempt.
    test.fn = wrapBody(attempt, this.#enter(attempt))
    const wanted = asked.filter(({ names }) => names.length > 0)
    for (const one of asked) attempt.contexts.set(one, nothing)
    return wanted.length === 0 ? undefined : this.#startServices(attempt, wanted)
  }

  async #startServices(attempt: Attempt, asked: readonly Asked[]): Promise<void> {
    const { test } = attempt
    const errors = await attempt.start(neededBy(asked))
    if (errors.length === 0) {
      for (const one of asked) attempt.contexts.set(one, contextOf(attempt, one, attempt.services))
      return
    }
    attempt.contexts.clear()
    attempt.isCalledOff = true
    // Jest shows one error as one. A hook of the file may have failed the test with it already.
    const known = test.errors.flat(1)
    test.errors.push(...errors.filter((error) => !known.includes(error)))
  }

  #startHook(hook: CircusHook): undefined | Promise<void> {
    this.#wrapHook(hook)
    const asked = hook.type.endsWith('All') ? this.#registrations.ofHook(hook) : undefined
    return asked === undefined ? undefined : this.#startForHook(asked)
  }

  async #startForHook(asked: Asked): Promise<void> {
    const file = await this.#openFile()
    for (const catalog of asked.catalogs) file.scope.use(catalog)
    file.contexts.set(asked, contextOf(file, asked, await file.start(neededBy([asked]))))
  }

  #wrapHook(hook: CircusHook): void {
    if (this.#wrapped.has(hook)) return
    this.#wrapped.add(hook)
    const isOfFile = hook.type.endsWith('All')
    hook.fn = wrapHook(hook.fn, () => {
      // Only one test at a time has hooks.
      const home = isOfFile ? this.#file : this.#sequential()
      // Jest skips the hooks before a test that cannot run, but not those after it.
      if (home instanceof Attempt && home.isCalledOff) return 'called off'
      return home && this.#enter(home)
    })
  }

  #sequential(): Attempt | undefined {
    for (const attempt of this.#attempts.values()) if (!attempt.test.concurrent) return attempt
    return undefined
  }

  #enter(home: HomeOfCode): Enter {
    return () => {
      const before = this.#home
      this.#home = home
      // The scope of an attempt is opened when the engine is asked for it.
      const leave = engine().enter(home)
      return () => {
        leave()
        this.#home = before
      }
    }
  }

  #failed({ test, error }: Extract<CircusEvent, { readonly name: 'test_fn_failure' }>): void {
    // Jest's text for a test whose time is over is no error.
    this.#attempts.get(test)?.failedWith(error, typeof error === 'string' ? new TestOverError(error) : error)
  }

  #endTest(test: CircusTest, state: CircusState): undefined | Promise<void> {
    const attempt = this.#attempts.get(test)
    if (attempt === undefined) return undefined
    this.#attempts.delete(test)
    test.fn = attempt.body
    const isLast = isLastAttempt(test, state, this.#options.global)
    const end = attempt.end({ reported: test.errors.flat(1), hasFailed: test.errors.length > 0, isLast })
    if (attempt.isOpen) return end.then((ended) => this.#ended(test, ended))
    this.#ended(test, undefined)
    return undefined
  }

  #ended(test: CircusTest, end: AttemptEnd | undefined): void {
    test.errors.push(...(end?.errors ?? []))
    if (test.errors.length > 0) {
      this.#hasFailed = true
      hideOwnFrames(test)
      if (end !== undefined) showLastLines(test, end.lastLines)
    }
    this.#report(fullNameOf(test), test.invocations, end?.verdict)
  }

  async #closeFile({ unhandledErrors }: CircusState): Promise<void> {
    const file = this.#file
    if (file === undefined) return
    this.#file = undefined
    const { verdict, errors } = await file.close(this.#hasFailed || unhandledErrors.length > 0)
    unhandledErrors.push(...errors)
    this.#report(null, 1, verdict)
  }

  #report(test: string | null, attempt: number, verdict: VerdictData | undefined): void {
    if (verdict === undefined) return
    const report: AttemptReport = { test, attempt, verdict }
    this.#reports.push(serialize(report))
  }
}

/** Fails what an error of ours belongs to: a test, a hook, or else the file. */
function tell(error: unknown, event: CircusEvent, state: CircusState): void {
  if (event.name === 'hook_start') failWith(event.hook, error)
  else if ('test' in event) event.test.errors.push(error)
  else state.unhandledErrors.push(error)
}

/** A hook that cannot run fails with the reason. */
function failWith(hook: CircusHook, error: unknown): void {
  const { fn } = hook
  hook.fn = () => {
    hook.fn = fn
    throw error
  }
}
