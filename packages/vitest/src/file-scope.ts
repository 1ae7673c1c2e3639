import { engine, type Scope } from '@curfew/core/engine'
import process from 'node:process'
import type { TaskFile } from './task.js'

// In a worker process they would end it before its services are stopped; the main process decides what they mean.
const ignored = ['SIGINT', 'SIGHUP'] as const
const ignore = (): void => {}

/** The scope of the test file that runs, while it runs. */
export class FileScope {
  readonly scope: Scope

  constructor(readonly file: TaskFile) {
    this.scope = engine().openScope({ kind: 'file', name: file.name, owner: { file: file.name } })
    for (const signal of ignored) process.on(signal, ignore)
  }

  /** Stops what is left, and gives the signals back. */
  async close(): Promise<Awaited<ReturnType<Scope['close']>>> {
    try {
      return await this.scope.close()
    } finally {
      for (const signal of ignored) process.off(signal, ignore)
    }
  }
}
