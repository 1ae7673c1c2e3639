import type { DeclaredAt } from './location/declared-at.ts'
import type { Member } from './scope/member.ts'
import type { Outcome } from './lifecycle/outcome.ts'
import type { ReadinessOption } from './readiness/readiness.ts'
import type { ProcessHost } from '@curfew/protocol'
import type { Runtime, RuntimePlace } from './runtime/runtime.ts'
import type { RuntimeTraits } from './runtime/traits.ts'
import type { ProcessOptions } from './service/process-definition.ts'
import type { ServiceOptions } from './service/options.ts'
import type { Service } from './service/service.ts'
import type { TaskOptions } from './service/task-definition.ts'
import type { ThreadOptions } from './service/thread-definition.ts'

/**
 * The key under which an instance carries its {@link ServiceProtocol}. Instances of all copies of this package
 * (ESM, CJS, a vm realm under Jest) are told by this key and never by `instanceof`.
 */
export const SERVICE: unique symbol = Symbol.for('curfew.service@1') as never

/** Makes the runtimes; the engine's own is used, whatever copy the service's class is from. */
export interface RuntimeKit {
  task(options: TaskOptions): Runtime
  thread(options: ThreadOptions<unknown, string>, declaredAt: DeclaredAt | undefined): Runtime
  process(options: ProcessOptions<string, string>, place: RuntimePlace): Runtime
  /** Who runs processes. */
  processHost(): Promise<ProcessHost>
}

/** The small protocol by which a service crosses realms: plain data and functions, no class identity. */
export interface ServiceProtocol {
  /** What it runs in, and what can be done with it there. */
  readonly traits: RuntimeTraits
  readonly options: ServiceOptions & { readonly ready?: ReadinessOption | undefined }
  /** Those of its classes, then its own. */
  readonly tags: readonly string[]
  /** As its options say, or its class. */
  readonly declaredPriority: number
  /** The priority in force: its class may override the getter. Asked for whenever stops are planned. */
  stopPriority(): number
  readonly declaredAt: DeclaredAt | undefined
  /** Default name, where neither the catalog nor the options give one. */
  readonly defaultName: string
  createRuntime(kit: RuntimeKit, place: RuntimePlace): Runtime
  /** Services that need this one and start right after it (the nodes of a cluster). */
  members?(): readonly Service[]
  /** Hooks of the instance, which a subclass may override. */
  quiesce?(): void | Promise<void>
  cleanup?(): void | Promise<void>
  /** What the engine made of it; set once, when a scope takes it. */
  lifecycle: Member | undefined
  /** How it ended, when it was told to stop before any scope had taken it: it never starts. */
  calledOff?: Outcome | undefined
}

/** What a service carries for the engine; no declared member of its class, so that it is in no public type. */
export function protocolOf(service: Service): ServiceProtocol {
  return (service as Service & Carrier)[SERVICE]
}

/** Whether a value is a service, of whatever copy of this package. */
export function isService(value: unknown): value is Service {
  return typeof value === 'object' && value !== null && SERVICE in value
}

interface Carrier {
  readonly [SERVICE]: ServiceProtocol
}
