import type { ScopeKind } from '../catalog/entry.ts'
import type { Clock, Ask, Limits } from '@curfew/protocol'
import type { ServiceCrashedError } from '../errors/stop-errors.ts'
import type { ServiceLog } from '../logging/service-log.ts'
import type { RuntimeKit, ServiceProtocol } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { ForcedBy, Transition } from './outcome.ts'

/** What a lifecycle needs of the scope that owns it. */
export interface LifecycleHost {
  readonly scopeId: string
  readonly scopeKind: ScopeKind
  readonly scope: ScopeIdentity
  readonly clock: Clock
  readonly limits: Limits
  readonly kit: RuntimeKit
  /** Gets ready what runs services of its kind, before the clock of its start runs: that is not the service's time. */
  prepare(lifecycle: Lifecycle): Promise<void>
  /** Asks over the network from outside of this process. */
  readonly ask: Ask
  openLog(lifecycle: Lifecycle): Promise<ServiceLog>
  /** The node or cluster that the service runs on, or this machine. */
  placeOf(lifecycle: Lifecycle): Whereabouts
  /** Resolves when the node that the service runs on is up. */
  waitForNode(lifecycle: Lifecycle, signal: AbortSignal): Promise<void>
  /** Takes another service that this one turned out to need. */
  adopt(service: Service, protocol: ServiceProtocol): Lifecycle
  /** @throws when the scope is closing */
  mayStart(): void
  isClosing(): boolean
  transitioned(transition: Transition): void
  /** Told when the service came to need another one, before it started or later. */
  connected(lifecycle: Lifecycle, dependency: Lifecycle): void
  crashed(lifecycle: Lifecycle, error: ServiceCrashedError): void
  /** Runs code of the service so that what it asks for at run time is known to be its dependency. */
  runAs<T>(lifecycle: Lifecycle, body: () => T): T
}

/** Where a service runs. */
export interface Whereabouts {
  /** Literal IP. */
  readonly host: string
  /** Name of its node; `null` where it has none. */
  readonly node: string | null
  readonly cluster: string | null
  /** Why nothing starts there now, e.g. `it is suspended`; absent where it is up, or does not tell. */
  readonly whyDown?: string | undefined
}

/** A scope, as far as a lifecycle knows it. */
export interface ScopeIdentity {
  readonly id: string
  readonly name: string
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
