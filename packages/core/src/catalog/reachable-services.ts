import { types } from 'node:util'
import { isCatalog } from './catalog-protocol.ts'
import { isService, SERVICE } from '../protocol.ts'
import type { Service } from '../service/service.ts'
import { serviceOf } from '../service-view.ts'

/** How far a service's own properties are searched. */
export interface SearchBounds {
  /** Steps from the service: a field, an element, an entry. @default 6 */
  readonly maxDepth?: number
  /** Instances of other classes on the way, e.g. `repo` and `client` of `this.repo.client.store`. @default 2 */
  readonly maxInstances?: number
  /** Values that are looked at, nearest first. @default 10_000 */
  readonly maxValues?: number
}

interface Found {
  readonly value: object
  readonly depth: number
  /** How many instances of classes that we do not know lie on the way, itself included. */
  readonly instances: number
}

/**
 * The services that a service holds in its own properties, also in arrays, maps, sets and plain objects, nearest first:
 * what it holds when it starts, it needs.
 *
 * Guarantee: only data is read: no getter, no method and no proxy of the user's runs. Other services are not searched, and
 * instances of other classes no more than two deep: what is farther away is an affair of theirs. Not searched at all: buffers,
 * streams, sockets, promises, errors, functions and catalogs, and what lies beyond the bounds.
 *
 * ECMAScript private fields (`#db`) and variables of a closure cannot be seen from outside: the option `needs` is for those.
 */
export function reachableServices(service: object, bounds: SearchBounds = {}): readonly Service[] {
  const { maxDepth = 6, maxInstances = 2, maxValues = 10_000 } = bounds
  const services = new Set<Service>()
  const seen = new Set<object>([service])
  const queue: Found[] = [{ value: service, depth: 0, instances: 0 }]
  let left = maxValues
  // Grows while it is walked: breadth first, so that the bounds cut off what is farthest.
  for (const { value, depth, instances } of queue) {
    for (const member of membersOf(value)) {
      if (left-- <= 0) return [...services]
      if (typeof member !== 'object' || member === null || seen.has(member)) continue
      seen.add(member)
      if (isReachable(member)) services.add(serviceOf(member))
      else if (depth + 1 < maxDepth) {
        const kind = kindOf(member)
        const passed = kind === 'instance' ? instances + 1 : instances
        if (kind !== 'opaque' && passed <= maxInstances)
          queue.push({ value: member, depth: depth + 1, instances: passed })
      }
    }
  }
  return [...services]
}

function* membersOf(value: object): Iterable<unknown> {
  if (types.isMap(value)) for (const entry of Map.prototype.entries.call(value)) yield* entry
  if (types.isSet(value)) yield* Set.prototype.values.call(value)
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) yield Object.getOwnPropertyDescriptor(value, index)?.value
    return
  }
  for (const key of Reflect.ownKeys(value)) {
    // An accessor's descriptor has no value: it is not run.
    if (key !== SERVICE) yield Object.getOwnPropertyDescriptor(value, key)?.value
  }
}

/** A proxy may be around a service (a spy, say), and any trap of it may throw: then it is none that we can know. */
function isReachable(value: object): value is Service {
  if (!types.isProxy(value)) return isService(value)
  try {
    return isService(value)
  } catch {
    return false
  }
}

function kindOf(value: object): 'container' | 'instance' | 'opaque' {
  if (types.isProxy(value)) return 'opaque'
  if (Array.isArray(value) || types.isMap(value) || types.isSet(value)) return 'container'
  if (isOpaque(value)) return 'opaque'
  const prototype: unknown = Object.getPrototypeOf(value)
  // The prototype of plain objects, of this realm or another, is the one that has none itself.
  return prototype === null || Object.getPrototypeOf(prototype) === null ? 'container' : 'instance'
}

function isOpaque(value: object): boolean {
  return (
    ArrayBuffer.isView(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isPromise(value) ||
    types.isNativeError(value) ||
    types.isModuleNamespaceObject(value) ||
    isCatalog(value) ||
    streamFields.some((field) => Object.hasOwn(value, field))
  )
}

/** Fields of its own that every stream, socket and server of Node has one of. */
const streamFields = ['_readableState', '_writableState', '_handle']
