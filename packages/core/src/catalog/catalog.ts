import { engine } from '../engine-access.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { refuseArguments, show } from '../options/options-check.ts'
import type { Stack } from '../scope/stack.ts'
import type { Service } from '../service/service.ts'
import type {
  BuiltInServices,
  DeclarationOptions,
  Flat,
  FreeName,
  Mergeable,
  ServiceRecord,
  ServicesForScope,
  WithScope,
  WithService,
} from './catalog-types.ts'
import { Declaration } from './declaration.ts'
import { captureDeclaredAt } from '../location/declared-at.ts'
import { CatalogIndex } from './catalog-index.ts'
import { CATALOG, catalogProtocol, type CatalogProtocol } from './catalog-protocol.ts'
import type { CatalogEntries, ScopeKind } from './entry.ts'

/**
 * The declared services of a suite, with their graph, before anything starts. Immutable: each method returns a new one.
 *
 * Guarantee: nothing starts, and no factory runs, before the whole graph was checked; all mistakes are reported at once.
 *
 * @typeParam Services - The type of each service by name
 * @typeParam Wide - The scope of each service that lives longer than a test
 */
export interface Catalog<Services, Wide> {
  /**
   * Declares a service of the scope `test`. Its factory runs when what it destructures is up, and is given just that.
   *
   * @example .service('api', ({ db }) => processService({ command: 'node', args: ['api.js'], env: { DB_URL: db.url } }))
   */
  service<const Name extends string, S extends Service>(
    name: FreeName<Name, Services>,
    factory: (dependencies: ServicesForScope<'test', Services, Wide>) => S | Promise<S>,
  ): Catalog<WithService<Services, Name, S>, Wide>

  /**
   * Declares a service with a scope, a node or cluster that it hangs on, or dependencies by name.
   *
   * @example .service('api', { on: ({ cluster }) => cluster.nodes[0] }, ({ db }) => processService({ … }))
   */
  service<
    const Name extends string,
    S extends Service,
    const Scope extends ScopeKind = 'test',
    const Needed extends string & keyof ServicesForScope<Scope, Services, Wide> = string &
      keyof ServicesForScope<Scope, Services, Wide>,
  >(
    name: FreeName<Name, Services>,
    options: DeclarationOptions<Scope, Needed, ServicesForScope<Scope, Services, Wide>>,
    factory: (dependencies: Pick<ServicesForScope<Scope, Services, Wide>, Needed>) => S | Promise<S>,
  ): Catalog<WithService<Services, Name, S>, WithScope<Wide, Name, Scope>>

  /** Adds the services of another catalog. A name that both have is refused. */
  use<OtherServices, OtherWide>(
    other: Mergeable<Catalog<OtherServices, OtherWide>, Services, OtherServices>,
  ): Catalog<Flat<Services & OtherServices>, Flat<Wide & OtherWide>>

  /**
   * Starts services, and what they need, without a test runner.
   *
   * @example await using stack = await services.start('api')
   */
  start<const Name extends string & keyof (Services & BuiltInServices)>(
    ...names: readonly Name[]
  ): Promise<Stack<Pick<Services & BuiltInServices, Name>>>

  /** For types only; there is no such member. */
  readonly '~types'?: { readonly services: Services; readonly wide: Wide }
}

/** Any catalog: what a function that takes one whatever its services asks for. */
export interface AnyCatalog {
  readonly '~types'?: { readonly services: object; readonly wide: object }
}

/** The type of each service of a catalog by name: `ServicesOf<typeof services>`. */
export type ServicesOf<C> = C extends { readonly '~types'?: { readonly services: infer Services } } ? Services : never

/** The scope of each service of a catalog that lives longer than a test, by name. */
export type WideScopesOf<C> = C extends { readonly '~types'?: { readonly wide: infer Wide } } ? Wide : never

/** A catalog without services: the begin of a chain of `.service(…)`. */
export function defineServices(): Catalog<{}, {}>
export function defineServices(...none: readonly unknown[]): Catalog<{}, {}> {
  refuseArguments('defineServices', none, `defineServices().service('api', () => processService({ … }))`)
  return new DeclaredServices([]) as unknown as Catalog<{}, {}>
}

type Factory = (dependencies: ServiceRecord) => Service | Promise<Service>
type AnyOptions = DeclarationOptions<ScopeKind, string, ServiceRecord>

/** Every catalog at run time; the types of the chain are those of {@link Catalog}. */
class DeclaredServices {
  declare readonly [CATALOG]: CatalogProtocol

  constructor(declarations: readonly Declaration[]) {
    let entries: CatalogEntries | undefined
    const protocol: CatalogProtocol = {
      declarations,
      // Checked when first asked for: a mistake is then reported with all others, and an unused catalog costs nothing.
      get entries() {
        entries ??= new CatalogIndex(declarations)
        return entries
      },
    }
    Object.defineProperty(this, CATALOG, { value: protocol })
  }

  service(name: string, ...rest: readonly [AnyOptions, Factory] | readonly [Factory]): DeclaredServices {
    const [options, factory] = rest.length === 1 ? [{}, rest[0]] : rest
    const declaration = new Declaration(name, options, factory, captureDeclaredAt())
    return new DeclaredServices([...this[CATALOG].declarations, declaration])
  }

  use(other: unknown): DeclaredServices {
    return new DeclaredServices([...this[CATALOG].declarations, ...catalogProtocol(other).declarations])
  }

  async start(...names: readonly string[]): Promise<unknown> {
    for (const name of names) {
      if (typeof name === 'string') continue
      throw new BadOptionError(
        `start() takes the names of services; one of them is ${show(name)}.\n  To change  services.start('api', 'db')`,
      )
    }
    return engine().startStack(this[CATALOG].entries, names, {})
  }
}
