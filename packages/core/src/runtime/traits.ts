import type { OptionTable } from '../options/options-check.ts'
import type { RuntimeKind } from './runtime.ts'

/**
 * What a runtime is, and what can be done with the services that run in it. Each runtime says it once; nothing else compares
 * the names of runtimes.
 */
export interface RuntimeTraits {
  /** As messages, records and the journal name it, e.g. `process`. */
  readonly kind: RuntimeKind
  /** A service in it, as messages name it, e.g. `a process`. */
  readonly what: string
  /** The options of such a service. */
  readonly options: OptionTable
  /** Whether other services run on it, as on a node: it runs nothing and writes nothing itself. */
  readonly isPlace: boolean
  /**
   * Whether a process host runs it, and not this process. Then it can outlive this process: it can be kept up, it is looked
   * through for leaks once it is over, its output is removed by the host, and it is finished when its owner dies.
   */
  readonly isHosted: boolean
  /** Whether a service in it may end by itself where its options do not say. */
  readonly mayExit: boolean
  /** Whether it can be ended by force. */
  readonly canBeKilled: boolean
  /** What changes how it stops, for messages, e.g. `stopSignal of this service`; absent for nothing. */
  readonly stopOptions?: string | undefined
  /** How a service that needs it can end it alone, for messages; absent where it cannot. */
  endAlone?(service: string): string
}
