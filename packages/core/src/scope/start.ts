import type { CatalogEntries, CatalogEntry } from '../catalog/entry.ts'
import { BadOptionError, NoSuchServiceError } from '../errors/scope-errors.ts'
import { CannotStartError, DependencyFailedError, LaunchError } from '../errors/start-errors.ts'
import { reachableServices } from '../catalog/reachable-services.ts'
import type { EdgeKind } from '../graph/edge.ts'
import { isActing } from '../lifecycle/is-acting.ts'
import { messageOf } from '../errors/message-of.ts'
import { cannotStart } from '../lifecycle/messages.ts'
import { isSatisfied } from '../lifecycle/standing.ts'
import { isService, protocolOf, type ServiceProtocol } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import { serviceOf, viewOf } from '../service-view.ts'
import { endOf, homeOf, isOver, type Asking, type Instance } from './instances.ts'
import type { Member } from './member.ts'
import { unknownName } from './messages.ts'
import type { Scope } from './scope.ts'

/*
 * How a service starts, from top to bottom:
 *
 *   instanceOf          the present instance of a name, or a new one, in the scope that it belongs to
 *   createInstance      registers it, and begins
 *   make                waits for the end of its predecessor, then for its needs; its factory runs; it becomes a member
 *   startMember         waits for what it holds in its properties and names in its options, and checks that all of it lives
 *   Lifecycle.start     launches its runtime and waits until it is ready (lifecycle/launch.ts)
 *
 * A service that no catalog declares begins at startMember. What was started in vain is stopped by start-requests.ts.
 */

/** How often a service is made for one instance: again where what it needs was stopped before it could start. */
const mostMakings = 3

/** The instance of a name, made when it is asked for the first time. @throws {NoSuchServiceError} {@link ScopeClosedError} */
export function instanceOf(
  scope: Scope,
  catalog: CatalogEntries,
  name: string,
  asking: Asking = { isForEnding: false },
): Instance {
  scope.mayStart()
  const entry = catalog.get(name) ?? scope.engine.builtIn(name)
  if (entry === undefined) throw new NoSuchServiceError(unknownName(name, catalog.names))
  const home = homeOf(scope, entry, asking)
  const present = home.instances.get(entry)
  const isPresent = present !== undefined && !isOver(present, asking)
  const instance = isPresent ? present : createInstance(home, catalog, entry, present, asking.isForEnding)
  if (home !== scope) scope.useWhenReady(instance)
  return instance
}

/** Begins to make and start the instance of an entry, in the place of the one before it. */
function createInstance(
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
    member: undefined,
    cancelled: undefined,
    held: false,
    isForEnding,
    predecessor,
    needs: [],
    failed: false,
  }
  scope.instances.set(entry, instance)
  // In its own scope: one that is shared may not keep what the test that first asked for it had.
  scope.engine.runIn({ scope }, () => {
    started.promise.catch(() => {
      instance.failed = instance.cancelled === undefined
    })
    // Not in this turn: whoever asks for several gets all of them registered before the first factory runs.
    void Promise.resolve().then(() => {
      started.resolve(make(instance, catalog))
    })
  })
  return instance
}

/** Makes a service when its needs are up, and starts it. */
async function make(instance: Instance, catalog: CatalogEntries): Promise<Member> {
  const { entry, scope } = instance
  // Not beside one that is still stopping, or is not cleaned up: both would have the same ports, files and names.
  if (instance.predecessor !== undefined) await endOf(instance.predecessor)
  instance.predecessor = undefined
  for (let making = 1; ; making++) {
    checkWanted(instance)
    const needs = await Promise.all(entry.needs.map((name) => need(instance, catalog, name)))
    checkWanted(instance)
    // What it needs may be stopped while something else is waited for: it is made again, with what took its place.
    const mayGoOn = (): boolean => making === mostMakings || !needs.some((each) => isOver(each, instance))
    if (!mayGoOn()) continue
    const dependencies = Object.fromEntries(needs.map(({ name, member }) => [name, viewOf(member.service)]))
    const service = await entry.create(dependencies)
    const protocol = protocolOfNew(service, entry)
    checkWanted(instance)
    if (!mayGoOn()) continue
    const member = scope.adopt(service, protocol, entry.name)
    instance.member = member
    try {
      for (const { name, member: dependency } of needs) {
        member.addNeed(dependency, entry.needKinds[name] ?? 'destructured')
      }
      const place = entry.on(dependencies)
      if (place !== undefined) await attach(member, place)
      await startMember(member)
      return member
    } catch (error) {
      if (mayGoOn() || member.state !== 'new') {
        member.refuse(error as Error)
        throw error
      }
      instance.member = undefined
      await member.stop()
    }
  }
}

/** What an instance needs, and what it got for it. */
interface Needed {
  readonly name: string
  readonly member: Member
  readonly cancelled: undefined
}

async function need(instance: Instance, catalog: CatalogEntries, name: string): Promise<Needed> {
  const { entry, scope, isForEnding } = instance
  try {
    const dependency = instanceOf(scope, catalog, name, { by: entry, isForEnding })
    instance.needs.push(dependency)
    return { name, member: await dependency.ready, cancelled: undefined }
  } catch (error) {
    throw new DependencyFailedError(entry.name, name, error)
  }
}

/**
 * Starts a service after everything that it holds in its own properties or names in its options.
 *
 * @param asker - The service that starts it at run time, and needs it from then on, unless it is needed by it
 */
export async function startMember(member: Member, asker?: Member): Promise<void> {
  if (member.state === 'stopped') throw cannotStart(member.name, member.state)
  const { on, needs = [] } = member.protocol.options
  if (on !== undefined) await attach(member, on)
  await Promise.all(needs.map((service) => needAlso(member, service, 'needs')))
  await Promise.all(reachableServices(member.service).map((service) => needAlso(member, service, 'property')))
  await prepare(member)
  for (const dependency of member.needs.keys()) await checkUp(member, dependency)
  member.scope.mayStart()
  if (asker !== undefined && isActing(asker)) asker.addLateNeed(member)
  await member.start()
  await Promise.all((member.protocol.members?.() ?? []).map((service) => startBelonging(member, service)))
}

/** Starts a service that belongs to one that just started, e.g. a node of a cluster. */
async function startBelonging(owner: Member, service: Service): Promise<void> {
  const protocol = protocolOf(service)
  const member = protocol.lifecycle ?? owner.scope.adopt(service, protocol)
  // Stopped before its cluster was started: it stays away.
  if (protocol.calledOff === undefined) await startMember(member)
}

/** Adds the node or cluster that a service hangs on to what it needs, and waits until it is up. */
async function attach(member: Member, place: Service): Promise<void> {
  await needAlso(member, place, member.protocol.traits.isPlace ? 'member' : 'on')
  member.place ??= serviceOf(place)
}

/** Adds a service to what another one needs, and waits until it is up. */
async function needAlso(member: Member, service: Service, kind: EdgeKind): Promise<void> {
  const protocol = protocolOf(service)
  const dependency = protocol.lifecycle ?? member.scope.adopt(service, protocol)
  if (dependency === member) return
  member.addNeed(dependency, kind)
  try {
    if (dependency.state === 'new') await startMember(dependency)
    else if (dependency.state === 'starting') await dependency.start()
  } catch (error) {
    throw new DependencyFailedError(member.name, dependency.name, error)
  }
}

/** Gets ready what runs services of its kind, before the clock of its start runs: that is not the service's time. */
async function prepare(member: Member): Promise<void> {
  try {
    if (member.protocol.traits.isHosted) await member.scope.engine.connection.open()
  } catch (cause) {
    throw new LaunchError(member.name, `Service "${member.name}" could not be started: ${messageOf(cause)}`, { cause })
  }
}

/** @throws {DependencyFailedError} if what a service needs ended meanwhile */
async function checkUp(member: Member, dependency: Member): Promise<void> {
  if (isSatisfied(dependency)) return
  // It crashed a moment ago: its error is not known before it is over.
  if (dependency.state === 'stopping' && !dependency.isBeingStopped) await dependency.ended
  throw new DependencyFailedError(
    member.name,
    dependency.name,
    dependency.outcome?.errors[0] ?? new CannotStartError(dependency.name, `it is ${dependency.state}`),
  )
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
