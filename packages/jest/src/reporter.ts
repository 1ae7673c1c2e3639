import type { RunNotes, RunOptions, ShownScope } from '@curfew/core/runner'
import { decideKeepOnFailure, newRun, runToEnv, type RunContext } from '@curfew/core/main-process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { loadReporting } from './load-reporting.ts'
import { nameOf, RunningFiles, type RunningFile, type TestFile } from './running-files.ts'
import { shownScopes, type FileResult } from './shown-scopes.ts'
import { takeOverSignals } from './signals.ts'

export type { AttemptReport } from './session.ts'

/** Options of the reporter. */
export interface CurfewReporterOptions extends RunOptions {
  /**
   * Whether it shows, for each test, which services were started, how long each took, and in which order they were stopped with
   * which outcome. @default false
   */
  readonly timeline?: boolean | undefined
}

/** What of the configuration of a run the reporter reads. */
interface GlobalConfig {
  readonly rootDir: string
  /** So many failed tests end the run. */
  readonly bail?: number
  readonly watch?: boolean
  readonly watchAll?: boolean
}

/** After so long it is said what is waited for. */
const silentMs = 2000

/** Keeps Jest from going on: it exits meanwhile. */
const never = new Promise<never>(() => {})

/**
 * A reporter of Jest, in its main process: it makes one run of all workers, ends it with the run, also on a signal, and shows
 * what was noticed while services stopped.
 */
export default class CurfewReporter {
  readonly #run: RunContext
  readonly #giveSignalsBack: () => void
  /** There once something is to be shown. */
  #notes: RunNotes | undefined
  readonly #hasTimeline: boolean
  readonly #files = new RunningFiles()
  /** Jest exits as soon as the run is complete, whatever its workers do. */
  readonly #bails: boolean
  #isBailing = false
  #isRefusalTold = false

  /** @throws {BadOptionError} naming every option that is wrong */
  constructor({ rootDir, bail = 0, watch, watchAll }: GlobalConfig, options: CurfewReporterOptions = {}) {
    check(options)
    const { root = rootDir, signals = true, timeline = false } = options
    this.#hasTimeline = timeline
    this.#bails = bail > 0 && watch !== true && watchAll !== true
    this.#run = newRun({ root })
    // The workers inherit it, and tests that run in this process see it.
    Object.assign(process.env, runToEnv(this.#run))
    this.#giveSignalsBack = signals
      ? takeOverSignals(
          () => this.#hasServices(),
          async (signal) => {
            await loadReporting().presentEngine()?.doom(signal)
            await this.#end()
          },
        )
      : () => {}
  }

  onTestFileStart(test: unknown): void | Promise<never> {
    if (this.#isBailing) return never
    this.#files.begin(test as TestFile)
    this.#tellRefusal(test as TestFile)
  }

  #tellRefusal({ context: { config } }: TestFile): void {
    // What is wrong with the options the test file itself says.
    const { keepOnFailure } = (config.testEnvironmentOptions['curfew'] ?? {}) as { readonly keepOnFailure?: unknown }
    const { refusal } = decideKeepOnFailure(keepOnFailure === true, process.env)
    if (refusal === undefined || this.#isRefusalTold) return
    this.#isRefusalTold = true
    process.stderr.write(`${refusal}\n`)
  }

  onTestFileResult(test: unknown, result: unknown): void | Promise<never> {
    const file = test as TestFile
    const scopes = shownScopes(nameOf(file), result as FileResult)
    if (scopes.length > 0) this.#show(scopes)
    this.#files.end(file)
    // Its failures are shown. Jest would complete the run once more, and run the global teardown a second time.
    return this.#isBailing ? never : undefined
  }

  #show(scopes: readonly ShownScope[]): void {
    const { painter, RunNotes, scopeText } = loadReporting()
    const options = { width: Math.min(process.stdout.columns ?? 100, 120), paint: painter(process.stdout) }
    this.#notes ??= new RunNotes()
    for (const shown of scopes) {
      this.#notes.take(shown.where, shown.verdict)
      if (this.#hasTimeline) process.stdout.write(scopeText(shown, options))
    }
  }

  async onRunComplete(): Promise<void> {
    this.#isBailing = this.#bails
    this.#showNotes()
    await this.#end()
    this.#giveSignalsBack()
  }

  #showNotes(): void {
    if (this.#notes !== undefined) process.stderr.write(this.#notes.text(loadReporting().painter(process.stderr)))
  }

  #hasServices(): boolean {
    return existsSync(this.#run.directory)
  }

  async #end(): Promise<void> {
    if (!this.#hasServices()) return
    // That of tests in this process.
    await loadReporting().presentEngine()?.shutDown()
    const { endRun, takeWorkersAlong } = await import('@curfew/supervisor')
    await endRun(this.#run.directory)
    if (this.#isBailing) await this.#takeLateResults(endRun)
    // Jest does not wait for those that are in the middle of a test when it bails out, nor when a signal ends it.
    takeWorkersAlong(this.#run.directory)
  }

  /**
   * Waits for files in the middle of a test that have services: their workers were told that the run is over, clean up, and hand
   * in what went wrong with it. Jest shows each result when it comes.
   */
  async #takeLateResults(endRun: (runDirectory: string) => Promise<void>): Promise<void> {
    const { directory } = this.#run
    const { filesWithServices } = await import('./files-with-services.ts')
    const { stopLimitMs } = loadReporting()
    for (;;) {
      const late = this.#files.amongst(await filesWithServices(directory))
      if (late.length === 0) break
      const timer = setTimeout(
        () => process.stderr.write(stillCleaningUp(late, Math.max(...late.map(({ config }) => stopLimitMs(config))))),
        silentMs,
      )
      await this.#files.results(late, stopLimitMs)
      clearTimeout(timer)
      // One may have started its first service since.
      await endRun(directory)
    }
    this.#showNotes()
  }
}

function check(options: CurfewReporterOptions): void {
  // Most often there are none.
  if (isEmpty(options)) return
  const { checkOptions, runOptions, trueOrFalse } = loadReporting()
  checkOptions('Options of @curfew/jest/reporter', options, { ...runOptions, timeline: trueOrFalse('timeline') })
}

function isEmpty(options: unknown): boolean {
  return typeof options === 'object' && options !== null && Object.keys(options).length === 0
}

function stillCleaningUp(files: readonly RunningFile[], limitMs: number): string {
  return (
    `curfew: files in the middle of a test still clean up: ${files.map(({ name }) => name).join(', ')}.\n` +
    `  To change  limits.totalStopTimeoutMs, now ${limitMs} ms\n`
  )
}
