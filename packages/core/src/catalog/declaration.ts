import { isCurfewError, isError, type CurfewError } from '@curfew/protocol'
import { isService, protocolOf } from '../protocol.ts'
import { named } from '../options/name-later.ts'
import type { Service } from '../service/service.ts'
import type { DeclarationOptions, ServiceRecord } from './catalog-types.ts'
import { checkDeclaration } from './check-declaration.ts'
import { describeDeclaredAt, type DeclaredAt } from '../location/declared-at.ts'
import { destructured } from './destructured.ts'
import type { CatalogEntry, ScopeKind } from './entry.ts'
import { UnreadableDependenciesError, WrongResultError } from '../errors/catalog-errors.ts'
import { withFacts, type Fact } from '../errors/fact-lines.ts'
import { LaunchError } from '../errors/start-errors.ts'
import { hideOwnFrames, pointAt, pointWhere } from '../errors/users-stack.ts'

/** Options of any declaration. */
export type AnyDeclarationOptions = DeclarationOptions<ScopeKind, string, ServiceRecord>

/** The factory of any declaration. */
export type AnyFactory = (dependencies: ServiceRecord) => Service | Promise<Service>

/** What a declaration comes to on its own, whatever else its catalog has. */
export interface ReadDeclaration {
  /** Absent where the declaration is too wrong to have one. */
  readonly entry: CatalogEntry | undefined
  readonly problems: readonly CurfewError[]
}

/** One `.service(…)` of a catalog. It makes one entry, which all catalogs that share the declaration have in common. */
export class Declaration {
  #read: ReadDeclaration | undefined

  constructor(
    readonly name: string,
    readonly options: AnyDeclarationOptions,
    readonly factory: AnyFactory,
    readonly declaredAt: DeclaredAt | undefined,
  ) {}

  get read(): ReadDeclaration {
    this.#read ??= readDeclaration(this)
    return this.#read
  }
}

function readDeclaration(declaration: Declaration): ReadDeclaration {
  const bad = checkDeclaration(declaration)
  if (bad.length > 0) return { entry: undefined, problems: bad }

  const { name, options, factory, declaredAt } = declaration
  const problems: CurfewError[] = []
  const read = (part: 'factory' | 'on', code: (...args: never) => unknown): readonly string[] => {
    const found = destructured(code)
    if (found.names !== undefined) return found.names
    problems.push(new UnreadableDependenciesError(declaration, part, found.reason))
    return []
  }
  const { on } = options
  const factoryNames = options.needs ?? read('factory', factory)
  const onNames = on === undefined ? [] : typeof on === 'string' ? [on] : read('on', on)
  const factoryKind = options.needs === undefined ? 'destructured' : 'needs'

  const entry: CatalogEntry = {
    name,
    scope: options.scope ?? 'test',
    needs: [...new Set([...factoryNames, ...onNames])],
    needKinds: Object.fromEntries([
      ...onNames.map((need) => [need, 'on'] as const),
      ...factoryNames.map((need) => [need, factoryKind] as const),
    ]),
    declaredAt,
    create(dependencies) {
      try {
        const made = factory(pick(dependencies, factoryNames))
        return isThenable(made) ? made.then(asService, refused) : asService(made)
      } catch (error) {
        return refused(error)
      }
    },
    on(dependencies) {
      if (on === undefined) return undefined
      const place = typeof on === 'string' ? dependencies[on] : placeBy(on, dependencies)
      if (!isService(place) || !protocolOf(place).traits.isPlace)
        throw new WrongResultError(declaration, 'on', describe(place))
      return place
    },
  }
  return { entry, problems }

  function refused(error: unknown): never {
    throw isCurfewError(error) ? named(error, name) : factoryFailed(declaration, 'factory', error)
  }

  function placeBy(choose: (dependencies: ServiceRecord) => unknown, dependencies: ServiceRecord): unknown {
    try {
      return choose(pick(dependencies, onNames))
    } catch (error) {
      throw isCurfewError(error) ? error : factoryFailed(declaration, 'on', error)
    }
  }

  function asService(made: unknown): Service {
    if (!isService(made)) throw new WrongResultError(declaration, 'factory', describe(made))
    return made
  }
}

/** At the line that threw, of the user's code. */
function factoryFailed({ name, declaredAt }: Declaration, part: 'factory' | 'on', cause: unknown): LaunchError {
  const what = part === 'on' ? 'The "on" function' : 'The factory'
  const facts: readonly Fact[] = declaredAt === undefined ? [] : [['Declared at', describeDeclaredAt(declaredAt)]]
  const error = new LaunchError(name, withFacts(`${what} of service "${name}" failed: ${thrownText(cause)}`, facts), {
    cause,
  })
  if (isError(cause)) hideOwnFrames(cause)
  if (declaredAt !== undefined) pointAt(error, declaredAt)
  pointWhere(error, cause)
  return error
}

function thrownText(thrown: unknown): string {
  if (!isError(thrown)) return String(thrown)
  return thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`
}

/** Just these, so that a factory cannot come to need what the graph does not know. */
function pick(dependencies: ServiceRecord, names: readonly string[]): ServiceRecord {
  return Object.fromEntries(names.flatMap((name) => (dependencies[name] ? [[name, dependencies[name]]] : [])))
}

function isThenable(value: unknown): value is PromiseLike<Service> & Promise<Service> {
  return !isService(value) && typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

function describe(value: unknown): string {
  if (isService(value)) return `a service that is neither`
  if (typeof value === 'object' && value !== null)
    return `an object (${value.constructor?.name ?? 'without a prototype'})`
  if (typeof value === 'function') return 'a function'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
