import process from 'node:process'
import { engine } from '../engine-access.js'
import type { Scope } from '../scope/scope.js'
import type { Verdict } from '../scope/verdict.js'

const ignored = ['SIGINT', 'SIGHUP'] as const
const ignore = (): void => {}

/** The scope of the test file that runs, while it runs. */
export class FileScope {
  readonly scope: Scope

  /**
   * @param isWorkerProcess - Then the signals that a terminal sends to all processes are ignored: they would end it before its
   *   services are stopped, and the main process decides what they mean
   */
  constructor(name: string, isWorkerProcess: boolean) {
    this.scope = engine().openScope({ kind: 'file', name, owner: { file: name } })
    if (isWorkerProcess) for (const signal of ignored) process.on(signal, ignore)
  }

  /** Aborts when it begins to close. */
  get signal(): AbortSignal {
    return this.scope.signal
  }

  /** Stops what is left, and gives the signals back. */
  async close(): Promise<Verdict> {
    try {
      return await this.scope.close()
    } finally {
      for (const signal of ignored) process.off(signal, ignore)
    }
  }
}
