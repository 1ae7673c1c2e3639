import { engine } from '../engine-access.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { show } from '../options/options-check.ts'
import { isPlace } from '../place.ts'
import { isService, protocolOf } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import { servicesOn } from './services-on.ts'
import { listIn, ServiceList } from './service-list.ts'

/**
 * All services that the code which runs now may see: inside a test, its own and the wider ones that it uses; outside of
 * any scope, those of every open one.
 */
export function findServicesFromAllSources(): ServiceList {
  const current = engine().currentScope()
  if (current !== undefined)
    return listIn(
      current,
      current.services.filter((service) => !isPlace(service)),
    )
  const all: Service[] = []
  for (const scope of engine().scopes) for (const member of scope.members) all.push(member.service)
  return new ServiceList(all.filter((service) => !isPlace(service)))
}

/** Those that hang on no node and no cluster. */
export function findDetachedServices(): ServiceList {
  return findServicesFromAllSources().filter((service) => !isAttached(service))
}

/** Those that hang on that node or cluster. @throws {BadOptionError} if it is neither */
export function findServicesByInstance(place: Service): ServiceList {
  if (!isService(place) || !isPlace(place)) {
    throw new BadOptionError(`findServicesByInstance() takes a node or a cluster; it is given ${show(place)}.`)
  }
  return servicesOn(engine(), place)
}

function isAttached(service: Service): boolean {
  return protocolOf(service).lifecycle?.place !== undefined
}
