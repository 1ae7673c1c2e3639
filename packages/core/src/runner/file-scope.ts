import process from 'node:process'
import { engine } from '../engine-access.ts'
import type { Scope } from '../scope/scope.ts'
import { startNeeded, type NeededServices, type StartedServices } from './start-needed.ts'
import type { TestAttempt } from './test-attempt.ts'
import { untold } from './untold.ts'
import { reportedVerdict, type VerdictData } from './verdict-data.ts'

const ignored = ['SIGINT', 'SIGHUP'] as const
const ignore = (): void => {}

/** What is left to report when the services of a file are over. */
export interface FileEnd {
  /** What the file itself fails with: nothing that one of its tests failed with. */
  readonly errors: readonly Error[]
  /** What became of the services, for reporters; `undefined` where there is nothing to report. */
  readonly verdict: VerdictData | undefined
}

/** The scope of the test file that runs, from before its first hook until after its last. */
export class FileScope {
  readonly scope: Scope
  /** The attempts that run now. */
  readonly running: Set<TestAttempt> = new Set()
  /** What its tests were failed with: the file that shares the service does not fail with it again. */
  readonly told: Set<unknown> = new Set()

  /**
   * @param isWorkerProcess - Then the signals that a terminal sends to all processes are ignored: they would end it before its
   *   services are stopped, and the main process decides what they mean
   */
  constructor(name: string, isWorkerProcess: boolean) {
    this.scope = engine().openScope({ kind: 'file', name, owner: { file: name } })
    if (isWorkerProcess) for (const signal of ignored) process.on(signal, ignore)
    // The run is over: an attempt without a scope of its own hears of it from here.
    this.signal.addEventListener('abort', () => {
      for (const attempt of this.running) attempt.interrupt(this.signal.reason)
    })
  }

  /** Aborts when it begins to close. */
  get signal(): AbortSignal {
    return this.scope.signal
  }

  /** Starts services for a hook of the file, in parallel, with one request for each catalog. */
  start(needed: NeededServices): Promise<StartedServices> {
    for (const catalog of needed.keys()) this.scope.use(catalog)
    return startNeeded(this.scope, needed)
  }

  /**
   * Stops what is left, and gives the signals back.
   *
   * @param hasFailed - Whether something in the file failed: then what its services wrote is kept
   */
  async close(hasFailed: boolean): Promise<FileEnd> {
    try {
      const verdict = await this.scope.close()
      if (!hasFailed) engine().passedOutput.discard(this.scope, verdict)
      await engine().passedOutput.settled()
      return { errors: untold(verdict.errors, this.told), verdict: reportedVerdict(verdict) }
    } finally {
      for (const signal of ignored) process.off(signal, ignore)
    }
  }

  /** Closes what is open, its attempts first: the runner has given the file up in the middle. Never rejects. */
  async abandon(): Promise<void> {
    await Promise.all([...this.running].map((attempt) => attempt.abandon()))
    await Promise.allSettled([this.close(true)])
  }
}
