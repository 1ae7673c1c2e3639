import { newRun, presentEngine, runToEnv, type RunContext } from '@curfew/core/engine'
import { existsSync } from 'node:fs'
import process from 'node:process'
import type { AttemptReport } from './session.js'
import { takeOverSignals } from './signals.js'

/** Options of the reporter. */
export interface CurfewReporterOptions {
  /** The folder that `.curfew` is in. @default the root of the configuration */
  readonly root?: string | undefined
  /** Whether SIGINT, SIGTERM and SIGHUP stop all services in order before the run ends; a second signal ends it at once. @default true */
  readonly signals?: boolean | undefined
}

interface FileResult {
  readonly curfew?: readonly AttemptReport[]
}

/**
 * A reporter of Jest, in its main process: it makes one run of all workers, ends it with the run, also on a signal, and shows
 * what was noticed while services stopped.
 */
export default class CurfewReporter {
  readonly #run: RunContext
  readonly #giveSignalsBack: () => void

  constructor(
    { rootDir }: { readonly rootDir: string },
    { root = rootDir, signals = true }: CurfewReporterOptions = {},
  ) {
    this.#run = newRun({ root })
    // The workers inherit it, and tests that run in this process see it.
    Object.assign(process.env, runToEnv(this.#run))
    this.#giveSignalsBack = signals
      ? takeOverSignals({
          hasServices: () => this.#hasServices(),
          end: async (signal) => {
            await presentEngine()?.doom(signal)
            await this.#end()
          },
        })
      : () => {}
  }

  onTestFileResult(_test: unknown, result: unknown): void {
    for (const { test, verdict } of (result as FileResult).curfew ?? []) {
      for (const warning of verdict.warnings) {
        process.stderr.write(`curfew: ${test ?? verdict.name}: ${warning}\n`)
      }
    }
  }

  async onRunComplete(): Promise<void> {
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
    const { endRun, takeWorkersAlong } = await import('@curfew/supervisor')
    await endRun(this.#run.directory)
    // Jest does not wait for those that are in the middle of a test when it bails out, nor when a signal ends it.
    takeWorkersAlong(this.#run.directory)
  }
}
