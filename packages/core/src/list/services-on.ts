import type { Engine } from '../engine-contract.ts'
import { listIn, type ServiceList } from './service-list.ts'
import type { Service } from '../service/service.ts'
import { serviceOf } from '../service-view.ts'
import { isPlace } from '../place.ts'

/** The services that hang on a node or cluster: inside a test those that it may see, elsewhere those of all open scopes. */
export function servicesOn(engine: Engine, place: Service): ServiceList {
  const current = engine.currentScope()
  const seen = current === undefined ? [...engine.scopes].flatMap((scope) => [...scope.members]) : current.lifecycles()
  const where = serviceOf(place)
  const found = [...seen].filter((lifecycle) => lifecycle.place === where && !isPlace(lifecycle.service))
  return listIn(
    current,
    found.map((lifecycle) => lifecycle.service),
  )
}
