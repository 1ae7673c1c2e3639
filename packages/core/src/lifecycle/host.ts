import type { ScopeKind } from '../catalog/entry.js'
import type { Clock } from '../clock.js'
import type { ServiceCrashedError } from '../errors/stop-errors.js'
import type { ServiceLog } from '../logging/service-log.js'
import type { Ask } from '../readiness/ask.js'
import type { RuntimeKit, ServiceProtocol } from '../protocol.js'
import type { Service } from '../service/service.js'
import type { Lifecycle } from './lifecycle.js'
import type { Limits } from './limits.js'
import type { Transition } from './outcome.js'

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
  /** The literal IP of the place that the service runs at. */
  hostOf(lifecycle: Lifecycle): string
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

/** A scope, as far as a lifecycle knows it. */
export interface ScopeIdentity {
  readonly id: string
  readonly name: string
}

/** How a stop is asked for. */
export interface StopRequest {
  /** No graceful request: killed at once. Asking for it never fails the test. */
  readonly kill?: boolean | undefined
  /** Forces what is still stopping when it aborts (the total limit of a scope). */
  readonly force?: AbortSignal | undefined
}
