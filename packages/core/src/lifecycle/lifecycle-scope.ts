import type { Clock, Ask, Limits } from '@curfew/protocol'
import type { ServiceCrashedError } from '../errors/stop-errors.ts'
import type { ServiceLog } from '../logging/service-log.ts'
import type { RuntimeKit } from '../protocol.ts'
import type { RuntimePlace } from '../runtime/runtime.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { ForcedBy, Transition } from './outcome.ts'

/** The scope that owns a lifecycle, as far as the lifecycle asks: what other services there are is the scope's affair. */
export interface LifecycleScope {
  readonly id: string
  readonly clock: Clock
  readonly limits: Limits
  readonly kit: RuntimeKit
  readonly isClosing: boolean
  /** Asks over the network from outside of this process. */
  readonly ask: Ask
  openLog(lifecycle: Lifecycle): Promise<ServiceLog>
  /** The node or cluster that the service runs on, or this machine. */
  placeOf(lifecycle: Lifecycle): Whereabouts
  /** Resolves when the node that the service runs on is up; rejects with the signal's reason. */
  waitForNode(lifecycle: Lifecycle, signal: AbortSignal): Promise<void>
  /** Ids of all services that it needs, directly or not. */
  allNeedsOf(lifecycle: Lifecycle): readonly string[]
  /** The services that cannot stop before it has, each with those in between: `db waits for cache waits for api`. */
  heldUpBy(lifecycle: Lifecycle): readonly string[]
  /** Runs code of the service so that what it asks for at run time is known to be its dependency. */
  runAs<T>(lifecycle: Lifecycle, body: () => T): T
  transitioned(lifecycle: Lifecycle, transition: Transition): void
  crashed(lifecycle: Lifecycle, error: ServiceCrashedError): void
}

/** Where a service runs. */
export interface Whereabouts extends RuntimePlace {
  /** Name of its node; `null` where it has none. */
  readonly node: string | null
  readonly cluster: string | null
  /** Why nothing starts there now, e.g. `it is suspended`; absent where it is up, or does not tell. */
  readonly whyDown?: string | undefined
}

/** How a stop is asked for. */
export interface StopRequest {
  /** No graceful request: killed at once. Asking for it never fails the test. */
  readonly kill?: boolean | undefined
  /** The limit of all stops that belong together. */
  readonly total?: TotalLimit | undefined
}

/** A limit for several stops together: what is still stopping when it passes is forced. */
export interface TotalLimit {
  readonly by: ForcedBy & ('scope-limit' | 'list-limit')
  readonly limitMs: number
  /** Aborts when it passes. */
  readonly passed: AbortSignal
}

/** Why a service is forced to end. */
export interface Force {
  readonly by: ForcedBy
  /** The limit that passed, where it was one; in milliseconds. */
  readonly limitMs?: number | undefined
}
