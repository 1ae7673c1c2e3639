import { asRegistered } from '../as-registered.ts'
import type { CatalogEntries, CatalogEntry, AnyScopeKind } from '../catalog/entry.ts'
import type { Engine } from '../engine-contract.ts'
import { NoSuchServiceError, ScopeClosedError } from '../errors/scope-errors.ts'
import { WaitCalledOffError } from '../errors/start-errors.ts'
import type { ServiceCrashedError } from '../errors/stop-errors.ts'
import { isActing } from '../lifecycle/is-acting.ts'
import type { LifecycleScope, Whereabouts } from '../lifecycle/lifecycle-scope.ts'
import { resolveLimits, type Ask, type Clock, type Limits } from '@curfew/protocol'
import { whileWanted } from '../lifecycle/while-wanted.ts'
import type { Transition } from '../lifecycle/outcome.ts'
import type { ServiceLog } from '../logging/service-log.ts'
import { waitsInCircle, whileAwaited } from './self-stop.ts'
import { listIn, type ServiceList } from '../list/service-list.ts'
import { isPlace, placeOf } from '../place.ts'
import { waitTillUp } from '../places/wait-till-up.ts'
import type { RuntimeKit, ServiceProtocol } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import { closeScope } from './close-scope.ts'
import { awaitedEnds, awaitsDoomed, type Instance } from './instances.ts'
import { letGo } from './let-go.ts'
import { heldUpBy, Member, usersOf, withNeeds } from './member.ts'
import { unknownName } from './messages.ts'
import { OpenWaits } from './open-waits.ts'
import { ScopeEnd } from './scope-end.ts'
import type { PublicScope } from './public-scope.ts'
import { instanceOf, startMember } from './start.ts'
import { StartRequests } from './start-requests.ts'
import { TransitionListeners } from './transition-listeners.ts'
import type { Verdict } from './verdict.ts'

/** Who a scope belongs to; these become fields of every log record. */
export interface ScopeOwner {
  readonly worker?: string | null
  readonly file?: string | null
  readonly test?: string | null
  readonly attempt?: number | null
}

export interface ScopeOptions {
  readonly kind: AnyScopeKind
  /** The full name of the test, or the file: for messages. */
  readonly name: string
  /** The next wider scope. */
  readonly parent?: Scope | undefined
  readonly owner?: ScopeOwner | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Whether wider entries of a catalog live in this scope too (a stack without a runner). @default false */
  readonly hostsWider?: boolean | undefined
}

/**
 * Owns services and stops them.
 *
 * Guarantee: once {@link close} has resolved, every service that was started in it is over, each one after all its
 * dependants, and what could not be ended is named in the verdict. Nothing starts after the close began.
 */
export class Scope implements PublicScope, LifecycleScope {
  readonly id: string
  readonly kind: AnyScopeKind
  readonly name: string
  readonly parent: Scope | undefined
  readonly owner: ScopeOwner
  readonly limits: Limits
  readonly hostsWider: boolean
  readonly openedAtMs: number
  /** By entry, whatever became of them. */
  readonly instances: Map<CatalogEntry, Instance> = new Map()
  readonly requests: StartRequests = new StartRequests(this)
  readonly end: ScopeEnd = new ScopeEnd()

  readonly #members = new Set<Member>()
  readonly #children = new Set<Scope>()
  readonly #catalogs = new Set<CatalogEntries>()
  readonly #listeners = new TransitionListeners((warning) => {
    this.warn(warning)
  })
  readonly #abort = new AbortController()
  readonly #open = new OpenWaits()
  #closing: Promise<Verdict> | undefined

  constructor(
    readonly engine: Engine,
    options: ScopeOptions,
  ) {
    this.id = engine.nextId('scope')
    this.kind = options.kind
    this.name = options.name
    this.parent = options.parent
    this.owner = { ...options.parent?.owner, ...options.owner }
    this.limits = resolveLimits({ ...engine.settings.limits, ...options.limits }, engine.settings.debugging)
    this.hostsWider = options.hostsWider ?? false
    this.openedAtMs = engine.clock.nowMs()
    if (options.parent !== undefined) options.parent.#children.add(this)
  }

  /** Aborts when the scope begins to close. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get isClosing(): boolean {
    return this.#closing !== undefined
  }

  /** The first crash of a service that this scope owns or uses. */
  get crash(): ServiceCrashedError | undefined {
    return this.end.crashes.first
  }

  /** The services of this scope, and the wider ones that it uses; nodes and clusters are not among them. */
  get services(): ServiceList {
    const services = [...this.lifecycles()].map((lifecycle) => lifecycle.service)
    return listIn(
      this,
      services.filter((service) => !isPlace(service)),
    )
  }

  /** The services that this scope itself owns. */
  get members(): ReadonlySet<Member> {
    return this.#members
  }

  get children(): ReadonlySet<Scope> {
    return this.#children
  }

  /** Its own services, then those of wider scopes that it uses. */
  *lifecycles(): Generator<Member> {
    yield* this.#members
    for (let wider = this.parent; wider !== undefined; wider = wider.parent) {
      for (const member of wider.#members) if (member.users.has(this)) yield member
    }
  }

  /** Makes the names of a catalog known to {@link get}. */
  use(catalog: CatalogEntries): void {
    this.#catalogs.add(catalog)
  }

  /**
   * Starts services of a catalog and what they need, as parallel as the graph allows, and resolves when all are running.
   * If one fails, whatever was started only for this request is stopped again.
   */
  async start(catalog: CatalogEntries, names: readonly string[]): Promise<readonly Service[]> {
    this.use(catalog)
    const requested = names.map((name) => instanceOf(this, catalog, name))
    const lifecycles = await this.requests.run(requested)
    return lifecycles.map((lifecycle) => lifecycle.service)
  }

  /** Asks for a service by name at run time. From inside another service this is an edge of the graph. */
  async get(name: string): Promise<Service> {
    const catalog = this.#catalogOf(name)
    const asker = this.engine.asker()
    const isForEnding = asker?.plannedEnd !== undefined
    const instance = instanceOf(this, catalog, name, { isForEnding })
    const ends = awaitedEnds(instance)
    // It would wait for the end of the old one, which may wait for the end of the asker.
    const isCircle = asker !== undefined && waitsInCircle(asker, ends)
    if (isCircle || (isForEnding && awaitsDoomed(instance))) throw new WaitCalledOffError(asker.name, name)
    if (asker !== undefined && instance.member !== undefined) asker.addNeed(instance.member, 'runtime')
    const started = whileWanted(asker, name, this.requests.run([instance]))
    const [lifecycle] = await whileAwaited(asker, ends, started)
    if (lifecycle === undefined) throw new NoSuchServiceError(`No service "${name}".`)
    if (asker !== undefined) asker.addNeed(lifecycle, 'runtime')
    return lifecycle.service
  }

  /**
   * Takes a service that was made outside a catalog, and starts it after what it needs; one that starts already is only waited
   * for. From inside another service this is an edge of the graph.
   */
  async startService(service: Service, protocol: ServiceProtocol): Promise<void> {
    const asker = this.engine.asker()
    const lifecycle = protocol.lifecycle ?? this.adopt(service, protocol)
    if (lifecycle.state !== 'new' && asker !== undefined && isActing(asker)) asker.addLateNeed(lifecycle)
    const started = lifecycle.state === 'new' ? startMember(lifecycle, asker) : lifecycle.start()
    try {
      await whileWanted(asker, lifecycle.name, this.whileOpen(started))
    } catch (error) {
      lifecycle.refuse(error as Error)
      throw error
    }
  }

  /** Makes the lifecycle of a service in this scope; it is still `new`. */
  adopt(service: Service, protocol: ServiceProtocol, name?: string): Member {
    this.mayStart()
    const serviceName = name ?? protocol.options.name ?? protocol.defaultName
    const id = this.engine.nextId(serviceName)
    const lifecycle = new Member(id, serviceName, service, protocol, this)
    protocol.lifecycle = lifecycle
    this.#members.add(lifecycle)
    if (protocol.calledOff !== undefined) void lifecycle.stop()
    return lifecycle
  }

  /** This scope, then the wider ones. */
  *outward(): Generator<Scope> {
    yield this
    for (let wider = this.parent; wider !== undefined; wider = wider.parent) yield wider
  }

  /** Notes that this scope uses an instance of a wider one, from the moment that it runs. */
  useWhenReady(instance: Instance): void {
    instance.ready.then(
      (member) => member.users.add(this),
      () => {
        // Thrown where it was asked for.
      },
    )
  }

  /** @throws {ScopeClosedError} once the close began */
  mayStart(): void {
    if (this.#closing !== undefined) {
      throw new ScopeClosedError(`The scope of ${this.kind} "${this.name}" is closing: nothing starts in it any more.`)
    }
  }

  /** Calls back after every service of the scope is gone; last registered runs first. */
  onCleanup(callback: () => void | Promise<void>): void {
    this.mayStart()
    this.end.cleanups.add(asRegistered(() => this.run(callback)))
  }

  /**
   * Makes a temporary directory, in the run's folder, for whatever the test and its services write; removed with all that is
   * in it after every service is gone and the clean-up callbacks have run.
   */
  tempDir(): string {
    this.mayStart()
    return this.end.directories.add(this.engine.folder.makeTempDirectory(this.id))
  }

  /**
   * Says that what this scope uses is to be left up when it closes, wider services included when their own scope closes.
   * Only processes that run can be: tasks and threads end with this process, so they are stopped as ever.
   */
  keep(): void {
    for (const member of withNeeds(this.lifecycles())) member.scope.end.toKeep.add(member)
  }

  /** Calls back for each step of each service, in order. What a listener throws is a warning. Returns how to end it. */
  onTransition(listener: (transition: Transition) => unknown): () => void {
    return this.#listeners.add(listener)
  }

  /** Calls back when a service that this scope owns or uses crashes; at once if one has. Returns how to end it. */
  onCrash(listener: (error: ServiceCrashedError) => void): () => void {
    return this.end.crashes.on(listener)
  }

  /** Runs code so that the registry functions and services made in it belong to this scope. */
  run<T>(body: () => T): T {
    return this.engine.runIn({ scope: this }, body)
  }

  /** Keeps an error that nobody awaits, for the verdict; one that may still be awaited counts only if it was not, by then. */
  report(error: Error, wasAwaited?: () => boolean): void {
    this.end.errors.add(error, wasAwaited)
  }

  warn(warning: string): void {
    this.end.warnings.push(warning)
  }

  /**
   * Stops everything that was started, dependants first, whatever fails meanwhile; then runs the clean-up callbacks.
   * Calling it again returns the same verdict.
   */
  close(reason?: unknown): Promise<Verdict> {
    if (this.#closing !== undefined) return this.#closing
    // Closing before anybody is told: a listener of the signal may close the scope too, or want to start something in it.
    const verdict = Promise.withResolvers<Verdict>()
    this.#closing = verdict.promise
    verdict.resolve(this.#close(reason))
    return this.#closing
  }

  get clock(): Clock {
    return this.engine.clock
  }

  get kit(): RuntimeKit {
    return this.engine.kit
  }

  get ask(): Ask {
    return this.engine.connection.ask
  }

  openLog(member: Member): Promise<ServiceLog> {
    return this.engine.openLog(member)
  }

  placeOf(member: Member): Whereabouts {
    return placeOf(member)
  }

  waitForNode(member: Member, signal: AbortSignal): Promise<void> {
    return waitTillUp(member, signal)
  }

  allNeedsOf(member: Member): readonly string[] {
    return [...withNeeds(member.needs.keys())].map(({ id }) => id)
  }

  heldUpBy(member: Member): readonly string[] {
    return [...heldUpBy(member)]
  }

  runAs<T>(member: Member, body: () => T): T {
    return this.engine.runIn({ scope: this, lifecycle: member }, body)
  }

  transitioned(member: Member, transition: Transition): void {
    if (transition.to === 'starting') this.engine.journal.declared(member)
    this.engine.transitioned(transition)
    this.#listeners.tell(transition)
  }

  /**
   * Fails every scope that uses the service, directly or through others. Where there is none, its owner is failed; otherwise
   * the owner only records the cause, for who asks later.
   */
  crashed(member: Member, error: ServiceCrashedError): void {
    const users = usersOf(member)
    users.delete(this)
    for (const scope of users) scope.#takeCrash(error)
    if (users.size === 0 || this.kind === 'test') this.#takeCrash(error)
    else this.end.crashes.leaveToUsers(error)
  }

  /** A start that is pending when the close begins must not go on in the test's body. */
  whileOpen<T>(promise: Promise<T>): Promise<T> {
    return this.#open.while(promise)
  }

  #takeCrash(error: ServiceCrashedError): void {
    if (this.run(() => this.end.crashes.take(error))) this.report(error)
  }

  #catalogOf(name: string): CatalogEntries {
    for (const catalog of this.#catalogs) if (catalog.get(name) !== undefined) return catalog
    const [first] = this.#catalogs
    if (first !== undefined && this.engine.builtIn(name) !== undefined) return first
    throw new NoSuchServiceError(
      unknownName(
        name,
        [...this.#catalogs].flatMap((catalog) => catalog.names),
      ),
    )
  }

  async #close(reason: unknown): Promise<Verdict> {
    const closed = new ScopeClosedError(`The ${this.kind} "${this.name}" is over.`, { cause: reason })
    this.run(() => {
      this.#abort.abort(reason ?? closed)
    })
    this.#open.end(closed)
    for (const instance of this.instances.values()) instance.cancelled ??= closed
    const verdict = await closeScope(this)
    if (this.parent !== undefined) this.parent.#children.delete(this)
    letGo(this)
    this.engine.closed(this, verdict)
    return verdict
  }
}
