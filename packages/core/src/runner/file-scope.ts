import process from 'node:process'
import { engine } from '../engine-access.ts'
import type { Scope } from '../scope/scope.ts'
import type { Verdict } from '../scope/verdict.ts'
import { pointAtDeclaration } from './point-at-declaration.ts'
import { untold } from './untold.ts'

const ignored = ['SIGINT', 'SIGHUP'] as const
const ignore = (): void => {}

/** The scope of the test file that runs, while it runs. */
export class FileScope {
  readonly scope: Scope
  /** What its tests were failed with: the file that shares the service does not fail with it again. */
  readonly told: Set<unknown> = new Set()

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

  /** Stops what is left, and gives the signals back; `errors` is what the file itself fails with. */
  async close(): Promise<{ readonly verdict: Verdict; readonly errors: readonly Error[] }> {
    try {
      const verdict = await this.scope.close()
      for (const error of verdict.errors) pointAtDeclaration(error, this.scope)
      return { verdict, errors: untold(verdict.errors, this.told) }
    } finally {
      for (const signal of ignored) process.off(signal, ignore)
    }
  }
}
