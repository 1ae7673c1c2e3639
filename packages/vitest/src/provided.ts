import type { Limits } from '@curfew/core'
import type { RunContext } from '@curfew/core/engine'
import type { LocalNodes, NodesOfModule } from './options.js'

/** What the plugin, in the main process, hands to each worker: plain data. */
export interface Provided {
  readonly run: RunContext
  readonly limits: Partial<Limits>
  readonly nodes: LocalNodes | NodesOfModule
  readonly keepOnFailure: boolean
  readonly leaks: 'fail' | 'warn'
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly curfew: Provided
  }
}
