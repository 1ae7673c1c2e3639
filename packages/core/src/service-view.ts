import type { Service } from './service/service.ts'

/** The key under which a view gives its service, in every copy of this package. */
const VIEWED = Symbol.for('curfew.view@1')

/**
 * What an edge of the graph says in the place of the service, e.g. an address at which only that dependant reaches it;
 * `undefined` for a property that the service answers itself.
 */
export type EdgeReading = (property: string | symbol) => { readonly value: unknown } | undefined

const asItIs: EdgeReading = () => undefined

/**
 * A service as one of its dependants sees it: everything is the service's own, but for what the edge between the two says.
 *
 * It is an instance of the classes of its service, and methods, getters and setters run on the service, private fields
 * included. So `view.stop()` and lists act on the service. It is another object: `view === service` is false.
 *
 * Making one touches nothing of the service and takes less than a microsecond, since there is one for each dependency of each
 * service that is made.
 */
export function viewOf<S extends Service>(service: S, reading: EdgeReading = asItIs): S {
  const handler = new ViewHandler(reading)
  return (handler.view = new Proxy<Service>(serviceOf(service), handler)) as S
}

/** The service itself, given it or a view of it. */
export function serviceOf<S extends object>(service: S): S {
  return (service as { readonly [VIEWED]?: S })[VIEWED] ?? service
}

class ViewHandler implements ProxyHandler<Service> {
  view: Service | undefined
  readonly #reading: EdgeReading
  #methods: WeakMap<object, object> | undefined

  constructor(reading: EdgeReading) {
    this.#reading = reading
  }

  get(service: Service, property: string | symbol): unknown {
    if (property === VIEWED) return service
    const read = this.#reading(property)
    if (read !== undefined) return read.value
    const value: unknown = Reflect.get(service, property, service)
    return typeof value === 'function' && !isFixed(service, property) ? this.#methodOf(service, value) : value
  }

  set(service: Service, property: string | symbol, value: unknown): boolean {
    return Reflect.set(service, property, value, service)
  }

  /** The function, with all that it has, run on the service where it would run on the view. The same one each time. */
  #methodOf(service: Service, method: object): unknown {
    this.#methods ??= new WeakMap()
    const known = this.#methods.get(method)
    if (known !== undefined) return known
    const made = new Proxy(method, {
      apply: (target, self: unknown, args) =>
        Reflect.apply(target as () => unknown, self === this.view ? service : self, args),
    })
    this.#methods.set(method, made)
    return made
  }
}

/** Whether a proxy has to give the value itself, as the language demands of what cannot change; and a class is no method. */
function isFixed(service: Service, property: string | symbol): boolean {
  if (property === 'constructor') return true
  const own = Reflect.getOwnPropertyDescriptor(service, property)
  return own !== undefined && own.configurable === false && own.writable === false
}
