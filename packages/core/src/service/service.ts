import { captureDeclaredAt } from '../catalog/declared-at.ts'
import { engine } from '../engine-access.ts'
import { NotStartedError } from '../errors/start-errors.ts'
import { NotStoppedInTimeError } from '../errors/stop-errors.ts'
import { NoScopeError } from '../errors/scope-errors.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import { cannotStart } from '../lifecycle/messages.ts'
import type { Outcome } from '../lifecycle/outcome.ts'
import type { ServiceState } from '../lifecycle/states.ts'
import { within } from '../lifecycle/deadline.ts'
import { keepAliveDuring } from '../lifecycle/keep-alive.ts'
import { ServiceList } from '../list/service-list.ts'
import { stopServices } from '../list/actions.ts'
import { isPrintable } from '../logging/printable.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { Scope } from '../scope/scope.ts'
import { SERVICE, type RuntimeKit, type ServiceProtocol } from '../protocol.ts'
import type { Runtime, RuntimeExit, RuntimeKind } from '../runtime/runtime.ts'
import { checkOptions } from './check-options.ts'
import { guardCleanup } from './guard-cleanup.ts'
import type { ReadyOptions, ServiceOptions } from './options.ts'
import type { Logger } from 'pino'

/** How a service is stopped or killed by hand. */
export interface StopOptions {
  /** Also when other tests use it; their dependants stop first. @default false */
  readonly shared?: boolean | undefined
}

/** What a subclass hands to the base class. */
export interface ServiceDefinition {
  readonly kind: RuntimeKind
  readonly options: ServiceOptions & ReadyOptions<string>
  createRuntime(kit: RuntimeKit, place: { readonly host: string }): Runtime
  /** The class of ours that it is of, where it is no subclass: that has no options but those that we know. */
  readonly ownClass?: unknown
  /** Services that need this one and start right after it. */
  members?(): readonly Service[]
}

/**
 * One thing that runs beside the test, with a life cycle: the same interface whatever it runs in.
 *
 * It is plain data until it starts, and it starts once. Where a scope owns it (any test, any stack) it is stopped without
 * being asked: after everything that needs it, before everything that it needs.
 */
export abstract class Service {
  /** Class tags; instance tags are added to them. */
  static readonly tags: readonly string[] = []

  declare readonly [SERVICE]: ServiceProtocol

  constructor(definition: ServiceDefinition) {
    const { name: className, tags } = new.target as unknown as { name: string; tags?: readonly string[] }
    // A class may be named by any text.
    const name = isPrintable(className) ? className : 'Service'
    checkOptions(definition.options, {
      kind: definition.kind,
      name: nameIn(definition.options) ?? name,
      isSubclass: definition.ownClass !== new.target,
    })
    const protocol: ServiceProtocol = {
      kind: definition.kind,
      options: definition.options,
      classTags: tags ?? [],
      declaredAt: captureDeclaredAt(),
      defaultName: defaultName(name),
      createRuntime: (kit, place) => definition.createRuntime(kit, place),
      members: () => definition.members?.() ?? [],
      quiesce: () => this.quiesce(),
      lifecycle: undefined,
    }
    Object.defineProperty(this, SERVICE, { value: protocol, enumerable: false })
    guardCleanup(this)
  }

  /** The name it has in its catalog, its option `name`, or that of its class. */
  get serviceName(): string {
    const protocol = this[SERVICE]
    return protocol.lifecycle?.name ?? protocol.options.name ?? protocol.defaultName
  }

  /** Class tags, then instance tags. */
  get tags(): readonly string[] {
    const { classTags, options } = this[SERVICE]
    return [...new Set([...classTags, ...(options.tags ?? [])])]
  }

  /** Orders stops that the graph leaves free: 0–100, low first. @default 50 */
  get stopPriority(): number {
    return this[SERVICE].options.stopPriority ?? 50
  }

  get runtime(): RuntimeKind {
    return this[SERVICE].kind
  }

  get state(): ServiceState {
    const { lifecycle, calledOff } = this[SERVICE]
    return lifecycle?.state ?? (calledOff === undefined ? 'new' : 'stopped')
  }

  /** How it ended; `undefined` until then. */
  get outcome(): Outcome | undefined {
    const { lifecycle, calledOff } = this[SERVICE]
    return lifecycle?.outcome ?? calledOff
  }

  /** The services that need it; they stop first. */
  get dependants(): ServiceList {
    return listOf(this[SERVICE].lifecycle?.dependants)
  }

  /** The services that it needs, as far as they are known. */
  get dependencies(): ServiceList {
    return listOf(this[SERVICE].lifecycle?.needs.keys())
  }

  /** Its pino logger: every record names the service, its node and cluster, and the test. @throws {NotStartedError} */
  get log(): Logger {
    const log = this[SERVICE].lifecycle?.log
    if (log === undefined) throw this.notStarted('log')
    return log.logger
  }

  /** Running, and not stopping; by the last known state. */
  isServiceAlive(): boolean {
    return this[SERVICE].lifecycle?.isServiceAlive ?? false
  }

  /** Whether its task, thread or process exists; by the last known state. */
  isAlive(): boolean {
    return this[SERVICE].lifecycle?.isAlive ?? false
  }

  /** Asks the system whether it exists. */
  async refresh(): Promise<boolean> {
    return (await this[SERVICE].lifecycle?.runtime?.refresh()) ?? false
  }

  /**
   * Starts it in the scope of the code that runs now, after whatever it holds in its own properties, and resolves when it
   * is ready. Services of a catalog are started by their scope and need no call.
   *
   * Called in the body or a callback of another service, that one needs it from then on, and stops before it.
   *
   * @throws {NoScopeError} outside a test and outside a stack
   * @throws {CannotStartError} if it was told to stop before
   */
  async start(): Promise<this> {
    const protocol = this[SERVICE]
    const present = protocol.lifecycle
    if (this.state === 'stopping' || this.state === 'stopped') throw cannotStart(this.serviceName, this.state)
    const scope = engine().currentScope() ?? (present?.host.scope as Scope | undefined)
    if (scope === undefined) {
      throw new NoScopeError(
        `Service "${this.serviceName}" was started where no scope is open that could stop it.\n` +
          `  Start it inside a test, or use a stack: await using stack = await services.start('${this.serviceName}')`,
      )
    }
    await scope.startService(this, protocol)
    return this
  }

  /** Stops everything that needs it, then itself; resolves when it is over. Rejects with what went wrong. */
  async stop(options: StopOptions = {}): Promise<void> {
    await stopServices(engine(), [this], 'stop', options)
  }

  /** The same without a graceful request. A kill that is asked for never fails the test. */
  async kill(options: StopOptions = {}): Promise<void> {
    await stopServices(engine(), [this], 'kill', options)
  }

  /**
   * Runs once, when it is gone, before what it needs stops: a subclass removes here what it left. Whatever ends the service
   * runs it. A call runs it where it is due (the service ended by itself, as it may) and else does nothing.
   *
   * @throws {CleanupRefusedError} if the service is not over
   */
  async cleanup(): Promise<void> {
    await this[SERVICE].options.cleanup?.()
  }

  /** Runs before an ordered stop begins: a load or chaos service falls quiet here. */
  async quiesce(): Promise<void> {
    await this[SERVICE].options.quiesce?.()
  }

  /**
   * Resolves with the outcome when it is over, whoever stopped it.
   *
   * @param timeoutMs - in milliseconds. @default no limit
   * @throws {NotStoppedInTimeError} when that time passes first
   */
  async waitTillStopped(timeoutMs: number = Infinity): Promise<Outcome> {
    const { lifecycle, calledOff } = this[SERVICE]
    if (lifecycle === undefined && calledOff !== undefined) return calledOff
    if (lifecycle === undefined) throw this.notStarted('waitTillStopped')
    const outcome = await keepAliveDuring(within(engine().clock, timeoutMs, lifecycle.ended, undefined))
    if (outcome === undefined) throw new NotStoppedInTimeError(this.serviceName, lifecycle.state, timeoutMs)
    return outcome
  }

  /** Says that it may end by itself from now on (a chaos test kills it); resolves with its exit. */
  expectExit(): Promise<RuntimeExit> {
    const lifecycle = this[SERVICE].lifecycle
    if (lifecycle === undefined) throw this.notStarted('expectExit')
    const exit = lifecycle.expectExit()
    void keepAliveDuring(Promise.race([exit, lifecycle.ended]))
    return exit
  }

  /** Last lines that it wrote or logged, oldest first. @param count - @default 50 */
  async lastLines(count: number = 50): Promise<readonly KeptLine[]> {
    return (await this[SERVICE].lifecycle?.lastLines(count)) ?? []
  }

  protected notStarted(what: string): NotStartedError {
    const name = this.serviceName
    return new NotStartedError(
      name,
      `"${what}" of service "${name}" is known once it has started; it is ${this.state}.`,
    )
  }
}

function listOf(lifecycles: Iterable<Lifecycle> | undefined): ServiceList {
  return new ServiceList(
    [...(lifecycles ?? [])].map((lifecycle) => lifecycle.service),
    undefined,
  )
}

/** What a message may call it; whatever else the option is, it is refused. */
function nameIn(options: { readonly name?: unknown } | null | undefined): string | undefined {
  return typeof options?.name === 'string' && options.name !== '' ? options.name : undefined
}

/** `ChaosLoop` becomes `chaosLoop`. */
function defaultName(className: string): string {
  return className.charAt(0).toLowerCase() + className.slice(1)
}
