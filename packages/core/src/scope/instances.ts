import type { CatalogEntries, CatalogEntry } from '../catalog/entry.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { CannotStartError, DependencyFailedError, LaunchError } from '../errors/start-errors.ts'
import { reachableServices } from '../graph/reachable-services.ts'
import type { EdgeKind } from '../graph/edge.ts'
import { isActing } from '../lifecycle/is-acting.ts'
import type { Member } from './member.ts'
import { cannotStart, messageOf } from '../lifecycle/messages.ts'
import { isSatisfied } from '../lifecycle/standing.ts'
import { isService, protocolOf, type ServiceProtocol } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import type { Scope } from './scope.ts'

/** The instance of one catalog entry in one scope, from the moment that somebody asks for it. */
export interface Instance {
  readonly entry: CatalogEntry
  readonly scope: Scope
  /** Settles when it is running, or cannot be. */
  readonly ready: Promise<Member>
  lifecycle: Member | undefined
  /** Set when nobody wants it any more, before it has a lifecycle that could be stopped. */
  cancelled: Error | undefined
  /** Whether a request that named it has succeeded: then it stays until it is stopped. */
  held: boolean
  /** Whether a service asked for it whose own stop is planned: what ends after that service may be used still. */
  readonly isForEnding: boolean
  /** The one before it, which has to be over first; `undefined` once it is. */
  predecessor: Instance | undefined
  readonly needs: Instance[]
  /** Whether it failed: a shared one is not tried again for each test, everybody gets the same cause. */
  failed: boolean
}

/** How an instance is asked for. */
export interface Asking {
  /** The entry that needs it; `undefined` for code outside of the catalog. */
  readonly by?: CatalogEntry | undefined
  /** See {@link Instance.isForEnding}. */
  readonly isForEnding: boolean
}

/**
 * Whether who asks for it next gets a new one. A service that is about to be stopped itself gets the present one, as long as
 * that lives: a new one would wait for the end of the old one, which may wait for the end of the service.
 */
export function isOver({ lifecycle, cancelled }: Pick<Instance, 'lifecycle' | 'cancelled'>, asking: Asking): boolean {
  if (lifecycle === undefined) return cancelled !== undefined
  return lifecycle.isReplaced && !(asking.isForEnding && lifecycle.isDoomed)
}

/** Whether an instance, or something that it needs, waits for the end of one whose stop has not begun. */
export function awaitsDoomed({ predecessor, needs, lifecycle }: Instance): boolean {
  if (lifecycle !== undefined) return false
  return predecessor?.lifecycle?.isDoomed === true || needs.some(awaitsDoomed)
}

/** Makes and starts the instance of an entry, after the one before it: first what it needs, all at the same time. */
export function bringUp(
  scope: Scope,
  catalog: CatalogEntries,
  entry: CatalogEntry,
  predecessor: Instance | undefined,
  isForEnding: boolean,
): Instance {
  const started = Promise.withResolvers<Member>()
  const instance: Instance = {
    entry,
    scope,
    ready: started.promise,
    lifecycle: undefined,
    cancelled: undefined,
    held: false,
    isForEnding,
    predecessor,
    needs: [],
    failed: false,
  }
  // In its own scope: one that is shared may not keep what the test that first asked for it had.
  scope.engine.runIn({ scope }, () => {
    started.promise.catch(() => {
      instance.failed = instance.cancelled === undefined
    })
    // Not before the caller has registered the instance: a factory may ask for it.
    void Promise.resolve().then(() => {
      started.resolve(create(instance, catalog))
    })
  })
  return instance
}

/** How often a service is made for one instance: again where what it needs was stopped before it could start. */
const mostMakings = 3

async function create(instance: Instance, catalog: CatalogEntries): Promise<Member> {
  // Not beside one that is still stopping, or is not cleaned up: both would have the same ports, files and names.
  if (instance.predecessor !== undefined) await endOf(instance.predecessor)
  instance.predecessor = undefined
  for (let making = 1; ; making++) {
    const needs = await needAll(instance, catalog)
    checkWanted(instance)
    // What it needs may be stopped while something else is waited for: it is made again, with what took its place.
    const mayGoOn = (): boolean => making === mostMakings || !anyOver(needs, instance)
    if (!mayGoOn()) continue
    const dependencies = Object.fromEntries(needs.map(({ name, lifecycle }) => [name, lifecycle.service]))
    const service = await instance.entry.create(dependencies)
    const protocol = protocolOfNew(service, instance.entry)
    checkWanted(instance)
    if (!mayGoOn()) continue
    const lifecycle = instance.scope.adopt(service, protocol, instance.entry.name)
    instance.lifecycle = lifecycle
    try {
      await startMade(lifecycle, instance.entry, needs, dependencies)
      return lifecycle
    } catch (error) {
      if (mayGoOn() || lifecycle.state !== 'new') {
        lifecycle.refuse(error as Error)
        throw error
      }
      instance.lifecycle = undefined
      await lifecycle.stop()
    }
  }
}

async function startMade(
  lifecycle: Member,
  entry: CatalogEntry,
  needs: readonly Needed[],
  dependencies: Readonly<Record<string, Service>>,
): Promise<void> {
  for (const { name, lifecycle: dependency } of needs) {
    lifecycle.addNeed(dependency, entry.needKinds[name] ?? 'destructured')
  }
  const place = entry.on(dependencies)
  if (place !== undefined) await attach(lifecycle, place)
  await startWithNeeds(lifecycle)
}

/** Resolves when an instance is over and cleaned up. One that was cancelled before it had a lifecycle starts nothing. */
async function endOf({ lifecycle, predecessor }: Instance): Promise<void> {
  if (lifecycle !== undefined) await (lifecycle.plannedEnd ?? lifecycle.stop())
  else if (predecessor !== undefined) await endOf(predecessor)
}

/** What an instance needs, and what it got for it. */
interface Needed {
  readonly name: string
  readonly lifecycle: Member
}

/** Whether one of them was stopped while something else was waited for. */
function anyOver(needs: readonly Needed[], asking: Asking): boolean {
  return needs.some(({ lifecycle }) => isOver({ lifecycle, cancelled: undefined }, asking))
}

function needAll(instance: Instance, catalog: CatalogEntries): Promise<readonly Needed[]> {
  return Promise.all(instance.entry.needs.map((name) => need(instance, catalog, name)))
}

async function need(instance: Instance, catalog: CatalogEntries, name: string): Promise<Needed> {
  try {
    const dependency = instance.scope.instance(catalog, name, {
      by: instance.entry,
      isForEnding: instance.isForEnding,
    })
    instance.needs.push(dependency)
    return { name, lifecycle: await dependency.ready }
  } catch (error) {
    throw new DependencyFailedError(instance.entry.name, name, error)
  }
}

/**
 * Starts a service after everything that it holds in its own properties or names in its options.
 *
 * @param asker - The service that starts it at run time, and needs it from then on, unless it is needed by it
 */
export async function startWithNeeds(lifecycle: Member, asker?: Member): Promise<void> {
  if (lifecycle.state === 'stopped') throw cannotStart(lifecycle.name, lifecycle.state)
  const { on, needs = [] } = lifecycle.protocol.options
  if (on !== undefined) await attach(lifecycle, on)
  await Promise.all(needs.map((service) => needAlso(lifecycle, service, 'needs')))
  await Promise.all(reachableServices(lifecycle.service).map((service) => needAlso(lifecycle, service, 'property')))
  await prepare(lifecycle)
  for (const dependency of lifecycle.needs.keys()) {
    if (isSatisfied(dependency)) continue
    // It crashed a moment ago: its error is not known before it is over.
    if (dependency.state === 'stopping' && !dependency.isBeingStopped) await dependency.ended
    throw new DependencyFailedError(
      lifecycle.name,
      dependency.name,
      dependency.outcome?.errors[0] ?? new CannotStartError(dependency.name, `it is ${dependency.state}`),
    )
  }
  lifecycle.scope.mayStart()
  if (asker !== undefined && isActing(asker)) asker.addLateNeed(lifecycle)
  await lifecycle.start()
  const members = lifecycle.protocol.members?.() ?? []
  await Promise.all(members.map((member) => startMember(lifecycle, member)))
}

async function prepare(lifecycle: Member): Promise<void> {
  try {
    // Before the clock of its start runs: that is not the service's time.
    if (lifecycle.protocol.traits.isHosted) await lifecycle.scope.engine.processHost()
  } catch (cause) {
    throw new LaunchError(lifecycle.name, `Service "${lifecycle.name}" could not be started: ${messageOf(cause)}`, {
      cause,
    })
  }
}

async function startMember(lifecycle: Member, member: Service): Promise<void> {
  const protocol = protocolOf(member)
  const adopted = protocol.lifecycle ?? lifecycle.scope.adopt(member, protocol)
  // Stopped before its cluster was started: it stays away.
  if (protocol.calledOff === undefined) await startWithNeeds(adopted)
}

async function attach(lifecycle: Member, place: Service): Promise<void> {
  await needAlso(lifecycle, place, lifecycle.protocol.traits.isPlace ? 'member' : 'on')
  lifecycle.place ??= place
}

async function needAlso(lifecycle: Member, service: Service, kind: EdgeKind): Promise<void> {
  const protocol = protocolOf(service)
  const dependency = protocol.lifecycle ?? lifecycle.scope.adopt(service, protocol)
  if (dependency === lifecycle) return
  lifecycle.addNeed(dependency, kind)
  try {
    if (dependency.state === 'new') await startWithNeeds(dependency)
    else if (dependency.state === 'starting') await dependency.start()
  } catch (error) {
    throw new DependencyFailedError(lifecycle.name, dependency.name, error)
  }
}

function checkWanted(instance: Instance): void {
  if (instance.cancelled !== undefined) throw instance.cancelled
  instance.scope.mayStart()
}

function protocolOfNew(service: unknown, entry: CatalogEntry): ServiceProtocol {
  if (!isService(service)) {
    throw new BadOptionError(
      `The factory of service "${entry.name}" has to return a service (processService, threadService, taskService, or an instance of a subclass); it returned ${String(service)}.`,
    )
  }
  const protocol = protocolOf(service)
  if (protocol.lifecycle !== undefined) {
    throw new BadOptionError(
      `The factory of service "${entry.name}" returned an instance that belongs to "${protocol.lifecycle.name}" already: make a new one at each call.`,
    )
  }
  return protocol
}
