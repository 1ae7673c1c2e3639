import {
  engine,
  isEmptyVerdict,
  pointAtDeclaration,
  raiseErrorsIn,
  untold,
  verdictData,
  type Engine,
  type ErrorRealm,
  type Scope,
  type VerdictData,
} from '@curfew/core/engine'
import { deserialize, serialize } from 'node:v8'
import { Attempt } from './attempt.ts'
import type { Asked, Bridge } from './bridge.ts'
import { fullNameOf, type CircusEvent, type CircusHook, type CircusState, type CircusTest } from './circus.ts'
import { guardExit } from './exit-guard.ts'
import { FileScope } from './file-scope.ts'
import { joinRunOfJest } from './join-run.ts'
import { isLastAttempt } from './last-attempt.ts'
import { Registrations } from './registrations.ts'
import { hideOwnFrames, showLastLines } from './show-last-lines.ts'
import { partsOf, startAsked } from './start-asked.ts'
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
  #home: Attempt | FileScope | undefined
  #isUsed = false
  /** A test of the file failed: what its shared services wrote is kept then. */
  #hasFailed = false
  #joined: Promise<Engine> | undefined
  #file: FileScope | undefined

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
    const open = [...this.#attempts.values()].flatMap(({ opened }) => opened?.scope ?? [])
    this.#attempts.clear()
    await Promise.allSettled(open.map(async (scope) => scope.close()))
    await Promise.allSettled([this.#file?.close()])
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
        this.#attempts.get(event.test)?.failed(event.error)
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

  async #openFile(): Promise<FileScope> {
    const { rootDir, file } = this.#options
    this.#joined ??= joinRunOfJest(rootDir, this.#settings)
    await this.#joined
    if (this.#file !== undefined) return this.#file
    const opened = new FileScope(file)
    const { signal } = opened.scope
    // The run is over: a test without a scope of its own hears of it from here.
    signal.addEventListener('abort', () => {
      for (const attempt of this.#attempts.values()) attempt.interrupt(signal.reason)
    })
    return (this.#file = opened)
  }

  #startTest(test: CircusTest): undefined | Promise<void> {
    const asked = this.#registrations.around(test)
    // Imported while the file ran already, or it could not be opened: then this test says why.
    if (this.#file === undefined) return this.#openFile().then((file) => this.#startAttempt(test, file, asked))
    return this.#startAttempt(test, this.#file, asked)
  }

  #startAttempt(test: CircusTest, file: FileScope, asked: readonly Asked[]): undefined | Promise<void> {
    const attempt = new Attempt(test, () => this.#openScope(test, file, asked))
    this.#attempts.set(test, attempt)
    // For this attempt only: what is kept for each of many tests costs more than what is made anew for each attempt.
    test.fn = wrapBody(attempt, this.#enter(attempt))
    const wanted = asked.filter(({ names }) => names.length > 0)
    for (const one of asked) attempt.contexts.set(one, nothing)
    return wanted.length === 0 ? undefined : this.#startServices(attempt, wanted)
  }

  #openScope(test: CircusTest, file: FileScope, asked: readonly Asked[]): Scope {
    const name = fullNameOf(test)
    const scope = engine().openScope({
      kind: 'test',
      name,
      parent: file.scope,
      owner: { file: this.#options.file, test: name, attempt: test.invocations },
    })
    for (const { catalogs } of asked) for (const catalog of catalogs) scope.use(catalog)
    return scope
  }

  async #startServices(attempt: Attempt, asked: readonly Asked[]): Promise<void> {
    const { test } = attempt
    try {
      await Promise.all(asked.map((one) => startAsked(one, attempt)))
    } catch (error) {
      attempt.contexts.clear()
      attempt.isCalledOff = true
      const { opened } = attempt
      opened?.race.told.add(error)
      // Jest shows one error as one: the start first, then what went wrong when it was rolled back. A hook of the file may have
      // failed the test with it already.
      const known = test.errors.flat(1)
      const parts = partsOf(error).filter((one) => !known.includes(one))
      if (opened !== undefined) for (const one of parts) pointAtDeclaration(one, opened.scope)
      test.errors.push(...parts)
    }
  }

  #startHook(hook: CircusHook): undefined | Promise<void> {
    this.#wrapHook(hook)
    const asked = hook.type.endsWith('All') ? this.#registrations.ofHook(hook) : undefined
    return asked === undefined ? undefined : this.#startForHook(asked)
  }

  async #startForHook(asked: Asked): Promise<void> {
    const file = await this.#openFile()
    for (const catalog of asked.catalogs) file.scope.use(catalog)
    await startAsked(asked, file)
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

  #enter(home: Attempt | FileScope): Enter {
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

  #endTest(test: CircusTest, state: CircusState): undefined | Promise<void> {
    const attempt = this.#attempts.get(test)
    if (attempt === undefined) return undefined
    this.#attempts.delete(test)
    test.fn = attempt.body
    attempt.over()
    const { opened } = attempt
    if (test.errors.length > 0) this.#hasFailed = true
    if (opened !== undefined) {
      const hasFailed = test.errors.length > 0 || opened.scope.crash !== undefined
      const isKept = engine().settings.keepOnFailure && hasFailed && isLastAttempt(test, state, this.#options.global)
      if (isKept) opened.scope.keep()
      return this.#closeAttempt(test, opened)
    }
    if (test.errors.length > 0) hideOwnFrames(test)
    return undefined
  }

  async #closeAttempt(test: CircusTest, { scope, race }: NonNullable<Attempt['opened']>): Promise<void> {
    race.end()
    const verdict = await scope.close(race.signal.reason)
    for (const error of verdict.errors) pointAtDeclaration(error, scope)
    test.errors.push(...untold(verdict.errors, [...race.told, ...test.errors.flat(1)]))
    for (const error of verdict.errors) this.#file?.told.add(error)
    if (test.errors.length > 0) {
      this.#hasFailed = true
      hideOwnFrames(test)
      showLastLines(test, verdict)
    } else {
      engine().passedOutput.discard(scope, verdict)
    }
    this.#report(fullNameOf(test), test.invocations, verdict)
  }

  async #closeFile({ unhandledErrors }: CircusState): Promise<void> {
    const file = this.#file
    if (file === undefined) return
    this.#file = undefined
    const { verdict, errors } = await file.close()
    unhandledErrors.push(...errors)
    if (!this.#hasFailed && unhandledErrors.length === 0) engine().passedOutput.discard(file.scope, verdict)
    await engine().passedOutput.settled()
    this.#report(null, 1, verdict)
  }

  #report(test: string | null, attempt: number, verdict: Parameters<typeof verdictData>[0]): void {
    if (isEmptyVerdict(verdict)) return
    const report: AttemptReport = { test, attempt, verdict: verdictData(verdict) }
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
