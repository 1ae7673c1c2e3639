import { captureMadeAt } from '../location/declared-at.ts'
import { engine } from '../engine-access.ts'
import { NotStoppedInTimeError } from '../errors/stop-errors.ts'
import { NoScopeError } from '../errors/scope-errors.ts'
import type { Member } from '../scope/member.ts'
import { cannotStart } from '../lifecycle/messages.ts'
import { neverStarted, type Outcome } from '../lifecycle/outcome.ts'
import type { ServiceState } from '../lifecycle/states.ts'
import { within } from '../lifecycle/deadline.ts'
import { keepAliveDuring } from '../lifecycle/keep-alive.ts'
import { ServiceList } from '../list/service-list.ts'
import { isPrintable } from '@curfew/protocol'
import type { KeptLine } from '../logging/service-log.ts'
import { protocolOf, SERVICE, type ServiceProtocol } from '../protocol.ts'
import type { RuntimeExit, RuntimeKind } from '../runtime/runtime.ts'
import { classOptions, priorityOf } from './class-options.ts'
import { checkOptions } from '../options/check-options.ts'
import { partsOf, type ServiceDefinition } from './definition.ts'
import { guardCleanup } from './guard-cleanup.ts'
import { notStarted } from './not-started.ts'
import type { Logger } from 'pino'

/** How a service is stopped or killed by hand. */
export interface StopOptions {
  /** Also when other tests use it; their dependants stop first. @default false */
  readonly shared?: boolean | undefined
}

/**
 * One thing that runs beside the test, with a life cycle: the same interface whatever it runs in.
 *
 * It is plain data until it starts, and it starts once. Where a scope owns it (any test, any stack) it is stopped without
 * being asked: after everything that needs it, before everything that it needs.
 */
export abstract class Service {
  /** Tags of all services of the class; those of its base classes and of the instance are added. @default [] */
  static readonly tags: readonly string[] = []

  /** The `stopPriority` of all services of the class that are given none as an option. @default 50 */
  static readonly stopPriority: number = 50

  constructor(definition: ServiceDefinition) {
    const { traits, options, ownClass, example, createRuntime, members } = partsOf(definition, new.target.name)
    const { name: className } = new.target
    // A class may be named by any text.
    const name = isPrintable(className) ? className : 'Service'
    checkOptions(options, { traits, name: nameIn(options) ?? name, isSubclass: ownClass !== new.target, example })
    const ofClass = classOptions(new.target)
    const declaredPriority = options.stopPriority ?? ofClass.stopPriority
    const protocol: ServiceProtocol = {
      traits,
      options,
      tags: [...new Set([...ofClass.tags, ...(options.tags ?? [])])],
      declaredPriority,
      stopPriority: () => priorityOf(this, declaredPriority),
      declaredAt: captureMadeAt(),
      defaultName: defaultName(name),
      createRuntime,
      members: () => members?.() ?? [],
      quiesce: () => this.quiesce(),
      lifecycle: undefined,
    }
    Object.defineProperty(this, SERVICE, { value: protocol, enumerable: false })
    guardCleanup(this)
  }

  /** The name it has in its catalog, its option `name`, or that of its class. */
  get serviceName(): string {
    const protocol = protocolOf(this)
    return protocol.lifecycle?.name ?? protocol.options.name ?? protocol.defaultName
  }

  /** Those of its base classes, of its class, and its own. */
  get tags(): readonly string[] {
    return protocolOf(this).tags
  }

  /** Orders stops that the graph leaves free: 0–100, low first. @default that of its class: 50 */
  get stopPriority(): number {
    return protocolOf(this).declaredPriority
  }

  get runtime(): RuntimeKind {
    return protocolOf(this).traits.kind
  }

  get state(): ServiceState {
    const { lifecycle, calledOff } = protocolOf(this)
    return lifecycle?.state ?? (calledOff === undefined ? 'new' : 'stopped')
  }

  /** How it ended; `undefined` until then. */
  get outcome(): Outcome | undefined {
    const { lifecycle, calledOff } = protocolOf(this)
    return lifecycle?.outcome ?? calledOff
  }

  /** The services that need it; they stop first. */
  get dependants(): ServiceList {
    return listOf(protocolOf(this).lifecycle?.dependants)
  }

  /** The services that it needs, as far as they are known. */
  get dependencies(): ServiceList {
    return listOf(protocolOf(this).lifecycle?.needs.keys())
  }

  /** Its pino logger: every record names the service, its node and cluster, and the test. @throws {NotStartedError} */
  get log(): Logger {
    const log = protocolOf(this).lifecycle?.log
    if (log === undefined) throw notStarted(this, 'log')
    return log.logger
  }

  /** Running, and not stopping; by the last known state. */
  isServiceAlive(): boolean {
    return protocolOf(this).lifecycle?.isServiceAlive ?? false
  }

  /** Whether its task, thread or process exists; by the last known state. */
  isAlive(): boolean {
    return protocolOf(this).lifecycle?.isAlive ?? false
  }

  /** Asks the system whether it exists. */
  async refresh(): Promise<boolean> {
    return (await protocolOf(this).lifecycle?.runtime?.refresh()) ?? false
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
    const protocol = protocolOf(this)
    const present = protocol.lifecycle
    if (this.state === 'stopping' || this.state === 'stopped') throw cannotStart(this.serviceName, this.state)
    const scope = engine().currentScope() ?? present?.scope
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
  stop(options: StopOptions = {}): Promise<void> {
    return stopOf(this, 'stop', options)
  }

  /** The same without a graceful request. A kill that is asked for never fails the test. */
  kill(options: StopOptions = {}): Promise<void> {
    return stopOf(this, 'kill', options)
  }

  /**
   * Runs once, when it is gone, before what it needs stops: a subclass removes here what it left. Whatever ends the service
   * runs it. A call runs it where it is due (the service ended by itself, as it may) and else does nothing.
   *
   * @throws {CleanupRefusedError} if the service is not over
   */
  async cleanup(): Promise<void> {
    await protocolOf(this).options.cleanup?.()
  }

  /** Runs before an ordered stop begins: a load or chaos service falls quiet here. */
  async quiesce(): Promise<void> {
    await protocolOf(this).options.quiesce?.()
  }

  /**
   * Resolves with the outcome when it is over, whatever ended it. At once, if it was never started.
   *
   * @param timeoutMs - in milliseconds. @default no limit
   * @throws {NotStoppedInTimeError} when that time passes first
   */
  async waitTillStopped(timeoutMs: number = Infinity): Promise<Outcome> {
    const { lifecycle, calledOff } = protocolOf(this)
    if (lifecycle === undefined) return calledOff ?? neverStarted
    const outcome = await keepAliveDuring(within(engine().clock, timeoutMs, lifecycle.ended, undefined))
    if (outcome === undefined) throw new NotStoppedInTimeError(this.serviceName, lifecycle.state, timeoutMs)
    return outcome
  }

  /** Says that it may end by itself from now on (a chaos test kills it); resolves with its exit. */
  expectExit(): Promise<RuntimeExit> {
    const lifecycle = protocolOf(this).lifecycle
    if (lifecycle === undefined) throw notStarted(this, 'expectExit')
    const exit = lifecycle.expectExit()
    void keepAliveDuring(Promise.race([exit, lifecycle.ended]))
    return exit
  }

  /** Last lines that it wrote or logged, oldest first. @param count - @default 50 */
  async lastLines(count: number = 50): Promise<readonly KeptLine[]> {
    return (await protocolOf(this).lifecycle?.lastLines(count)) ?? []
  }
}

function listOf(lifecycles: Iterable<Member> | undefined): ServiceList {
  return new ServiceList([...(lifecycles ?? [])].map((lifecycle) => lifecycle.service))
}

/** What a message may call it; whatever else the option is, it is refused. */
function nameIn(options: { readonly name?: unknown } | null | undefined): string | undefined {
  return typeof options?.name === 'string' && options.name !== '' ? options.name : undefined
}

/** `ChaosLoop` becomes `chaosLoop`. */
function defaultName(className: string): string {
  return className.charAt(0).toLowerCase() + className.slice(1)
}

/** Not `async`: the promise of an async function would be another one, whose rejection nobody handles. */
function stopOf(service: Service, verb: 'stop' | 'kill', options: StopOptions): Promise<void> {
  try {
    return engine().actions.stop([service], verb, options)
  } catch (error) {
    return refused(error)
  }
}

async function refused(error: unknown): Promise<never> {
  throw error
}
