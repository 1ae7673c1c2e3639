import { engine, type Scope, type Verdict } from '@curfew/core/engine'
import process from 'node:process'
import type { Asked } from './bridge.js'
import { isWorkerProcess } from './join-run.js'

// In a worker process they would end it before its services are stopped; the main process decides what they mean.
const ignored = ['SIGINT', 'SIGHUP'] as const
const ignore = (): void => {}

/** The scope of the test file that runs, while it runs. */
export class FileScope {
  readonly scope: Scope
  /** What the hooks of the file are given, by what they asked for. */
  readonly contexts: Map<Asked, Readonly<Record<string, unknown>>> = new Map()

  constructor(name: string) {
    this.scope = engine().openScope({ kind: 'file', name, owner: { file: name } })
    if (isWorkerProcess()) for (const signal of ignored) process.on(signal, ignore)
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
