import {
  checkOptions,
  decideKeepOnFailure,
  newRun,
  painter,
  presentEngine,
  RunNotes,
  runOptions,
  runToEnv,
  scopeText,
  trueOrFalse,
  type RunContext,
  type RunOptions,
} from '@curfew/core/engine'
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import type { ProjectConfig } from './sessions.js'
import { shownScopes, type FileResult } from './shown-scopes.js'
import { takeOverSignals } from './signals.js'

/** Options of the reporter. */
export interface CurfewReporterOptions extends RunOptions {
  /**
   * Whether it shows, for each test, which services were started, how long each took, and in which order they were stopped with
   * which outcome. @default false
   */
  readonly timeline?: boolean | undefined
}

/** A test file, as Jest hands it to reporters. */
interface TestFile {
  readonly path: string
  readonly context: { readonly config: ProjectConfig }
}

/**
 * A reporter of Jest, in its main process: it makes one run of all workers, ends it with the run, also on a signal, and shows
 * what was noticed while services stopped.
 */
export default class CurfewReporter {
  readonly #run: RunContext
  readonly #giveSignalsBack: () => void
  readonly #notes = new RunNotes()
  readonly #hasTimeline: boolean
  #isRefusalTold = false

  /** @throws {BadOptionError} naming every option that is wrong */
  constructor({ rootDir }: { readonly rootDir: string }, options: CurfewReporterOptions = {}) {
    checkOptions('Options of @curfew/jest/reporter', options, { ...runOptions, timeline: trueOrFalse('timeline') })
    const { root = rootDir, signals = true, timeline = false } = options
    this.#hasTimeline = timeline
    this.#run = newRun({ root })
    // The workers inherit it, and tests that run in this process see it.
    Object.assign(process.env, runToEnv(this.#run))
    this.#giveSignalsBack = signals
      ? takeOverSignals(
          () => this.#hasServices(),
          async (signal) => {
            await presentEngine()?.doom(signal)
            await this.#end()
          },
        )
      : () => {}
  }

  onTestFileStart(test: unknown): void {
    const { config } = (test as TestFile).context
    // What is wrong with the options the test file itself says.
    const { keepOnFailure } = (config.testEnvironmentOptions['curfew'] ?? {}) as { readonly keepOnFailure?: unknown }
    const { refusal } = decideKeepOnFailure(keepOnFailure === true, process.env)
    if (refusal === undefined || this.#isRefusalTold) return
    this.#isRefusalTold = true
    process.stderr.write(`${refusal}\n`)
  }

  onTestFileResult(test: unknown, result: unknown): void {
    const { path: file, context } = test as TestFile
    const options = { width: Math.min(process.stdout.columns ?? 100, 120), paint: painter(process.stdout) }
    for (const shown of shownScopes(path.relative(context.config.rootDir, file), result as FileResult)) {
      this.#notes.take(shown.where, shown.verdict)
      if (this.#hasTimeline) process.stdout.write(scopeText(shown, options))
    }
  }

  async onRunComplete(): Promise<void> {
    process.stderr.write(this.#notes.text(painter(process.stderr)))
    await this.#end()
    this.#giveSignalsBack()
  }

  #hasServices(): boolean {
    return existsSync(this.#run.directory)
  }

  async #end(): Promise<void> {
    if (!this.#hasServices()) return
    // That of tests in this process.
    await presentEngine()?.shutDown()
    const { endRun } = await import('@curfew/supervisor')
    await endRun(this.#run.directory)
  }
}
