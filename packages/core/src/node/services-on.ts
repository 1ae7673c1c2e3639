import type { Engine } from '../engine-contract.js'
import { ServiceList } from '../list/service-list.js'
import type { Service } from '../service/service.js'
import { isPlace } from './place.js'

/** The services, of all open scopes, that hang on a node or cluster. */
export function servicesOn(engine: Engine, place: Service): ServiceList {
  const found: Service[] = []
  for (const scope of engine.scopes) {
    for (const member of scope.members)
      if (member.place === place && !isPlace(member.service)) found.push(member.service)
  }
  return new ServiceList(found, engine.currentScope())
}
