import { describeDeclaredAt, type DeclaredAt } from '../location/declared-at.ts'
import type { AnyScopeKind } from '../catalog/entry.ts'
import type { EdgeKind } from '../graph/edge.ts'
import { CurfewError } from '@curfew/protocol'
import { withFacts, type Fact } from './fact-lines.ts'
import { pointAt } from './users-stack.ts'

/** One end of a dependency, as an error names it. */
export interface Declared {
  readonly name: string
  readonly declaredAt: DeclaredAt | undefined
}

/** A service has a name that was declared before. */
export class DuplicateServiceError extends CurfewError {
  static override readonly code = 'CURFEW_DUPLICATE_SERVICE'
  readonly service: string
  /** Where it was declared, each time. */
  readonly declaredAt: readonly (DeclaredAt | undefined)[]

  constructor(service: string, declaredAt: readonly (DeclaredAt | undefined)[]) {
    super(
      withFacts(`Service "${service}" is declared ${declaredAt.length} times.`, [
        ...declaredAt.map((at): Fact => ['Declared at', place(at)]),
        ['To change', 'give each of them its own name'],
      ]),
    )
    pointAtDeclared(this, declaredAt.at(-1))
    this.service = service
    this.declaredAt = declaredAt
  }
}

/** A service has a name that services cannot have. */
export class ReservedNameError extends CurfewError {
  static override readonly code = 'CURFEW_RESERVED_NAME'
  readonly service: string

  constructor({ name, declaredAt }: Declared, reserved: readonly string[]) {
    super(
      withFacts(`A service cannot be named "${name}": the name is reserved.`, [
        ['Declared at', place(declaredAt)],
        ['Reserved', reserved.join(', ')],
      ]),
    )
    pointAtDeclared(this, declaredAt)
    this.service = name
  }
}

/** A service needs one that its catalog does not have. */
export class UnknownDependencyError extends CurfewError {
  static override readonly code = 'CURFEW_UNKNOWN_DEPENDENCY'
  readonly service: string
  readonly dependency: string
  readonly suggestion: string | undefined

  constructor(
    { name, declaredAt }: Declared,
    dependency: string,
    facts: { readonly kind: EdgeKind; readonly suggestion: string | undefined; readonly names: readonly string[] },
  ) {
    super(
      withFacts(`Service "${name}" needs "${dependency}" (${how[facts.kind]}), and there is no such service.`, [
        ...(facts.suggestion === undefined ? [] : [['Did you mean', `"${facts.suggestion}"?`] as const]),
        ['Declared at', place(declaredAt)],
        ['There are', facts.names.join(', ')],
      ]),
    )
    pointAtDeclared(this, declaredAt)
    this.service = name
    this.dependency = dependency
    this.suggestion = facts.suggestion
  }
}

/** One member of a cycle, and how it came to need the next, where that is known. */
export interface CycleMember extends Declared {
  readonly kind?: EdgeKind | undefined
}

/** Services need each other in a cycle, so none of them can start first. */
export class DependencyCycleError extends CurfewError {
  static override readonly code = 'CURFEW_DEPENDENCY_CYCLE'
  /** Names of each cycle in the order of need: each needs the next, and the last the first. */
  readonly cycles: readonly (readonly string[])[]

  /** @param cycles - Members in the order of need; the first may be repeated at the end */
  constructor(cycles: readonly (readonly CycleMember[])[]) {
    const open = cycles.map(withoutRepeat)
    super(open.map(cycleText).join('\n'))
    this.cycles = open.map((members) => members.map(({ name }) => name))
  }
}

function withoutRepeat(members: readonly CycleMember[]): readonly CycleMember[] {
  const [first, last] = [members[0], members.at(-1)]
  const isRepeated = members.length > 1 && first?.name === last?.name && first?.declaredAt === last?.declaredAt
  return isRepeated ? members.slice(0, -1) : members
}

function cycleText(members: readonly CycleMember[]): string {
  const names = members.map(({ name }) => name)
  const sentence =
    names.length === 1
      ? `Service "${names[0]}" needs itself.`
      : `Services need each other in a cycle: ${[...names, names[0]].join(' → ')}`
  return withFacts(
    sentence,
    members.map(({ name, kind, declaredAt }, index) => {
      const why = kind === undefined ? '' : ` (${how[kind]})`
      return [name, `needs ${names[(index + 1) % names.length]}${why}, declared at ${place(declaredAt)}`]
    }),
  )
}

/** A service needs one that ends before it. */
export class ScopeMismatchError extends CurfewError {
  static override readonly code = 'CURFEW_SCOPE_MISMATCH'
  readonly service: string
  readonly dependency: string

  constructor(dependant: Declared & { readonly scope: AnyScopeKind }, dependency: typeof dependant) {
    super(
      withFacts(
        `Service "${dependant.name}" of scope "${dependant.scope}" needs "${dependency.name}" of scope "${dependency.scope}", which ends before it.`,
        [
          [dependant.name, `scope ${dependant.scope}, declared at ${place(dependant.declaredAt)}`],
          [dependency.name, `scope ${dependency.scope}, declared at ${place(dependency.declaredAt)}`],
          [
            'To change',
            `scope: '${dependant.scope}' on ${dependency.name}, or scope: '${dependency.scope}' on ${dependant.name}`,
          ],
        ],
      ),
    )
    pointAtDeclared(this, dependant.declaredAt)
    this.service = dependant.name
    this.dependency = dependency.name
  }
}

/** What a function destructures from its parameter cannot be told from its source. */
export class UnreadableDependenciesError extends CurfewError {
  static override readonly code = 'CURFEW_UNREADABLE_DEPENDENCIES'
  readonly service: string
  /** Why, e.g. `its parameter has a rest element`. */
  readonly reason: string

  constructor({ name, declaredAt }: Declared, part: 'factory' | 'on', reason: string) {
    super(
      withFacts(
        `What ${part === 'on' ? 'the "on" function' : 'the factory'} of service "${name}" needs cannot be read: ${reason}.`,
        [
          ['Declared at', place(declaredAt)],
          [
            'To change',
            part === 'on'
              ? `destructure its parameter, e.g. on: ({ cluster }) => cluster.nodes[0], or name a service, e.g. on: 'node'`
              : `destructure its parameter, e.g. ({ db }) => …, or name what it needs: .service('${name}', { needs: ['db'] }, …)`,
          ],
        ],
      ),
    )
    pointAtDeclared(this, declaredAt)
    this.service = name
    this.reason = reason
  }
}

/** A factory, or an `on` function, did not return what it has to. */
export class WrongResultError extends CurfewError {
  static override readonly code = 'CURFEW_WRONG_RESULT'
  readonly service: string

  constructor({ name, declaredAt }: Declared, part: 'factory' | 'on', found: string) {
    const expected =
      part === 'on'
        ? `The "on" function of service "${name}" has to return a node or cluster`
        : `The factory of service "${name}" has to return a service`
    super(withFacts(`${expected}, but returned ${found}.`, [['Declared at', place(declaredAt)]]))
    pointAtDeclared(this, declaredAt)
    this.service = name
  }
}

/** Several mistakes in one catalog; {@link errors} has each. */
export class CatalogError extends CurfewError {
  static override readonly code = 'CURFEW_CATALOG'
  readonly errors: readonly CurfewError[]

  constructor(errors: readonly CurfewError[]) {
    const all = errors.map((error, index) => `${index + 1}. ${error.message.replaceAll('\n', '\n   ')}`)
    super([`The catalog has ${errors.length} mistakes; nothing was started.`, ...all].join('\n'))
    this.errors = errors
  }
}

const how: Readonly<Record<EdgeKind, string>> = {
  destructured: 'destructured',
  needs: 'named in needs',
  on: 'for on',
  property: 'held in a property',
  runtime: 'asked for at run time',
  member: 'its cluster',
}

function place(at: DeclaredAt | undefined): string {
  return at === undefined ? 'an unknown place' : describeDeclaredAt(at)
}

/** The mistake is in the declaration, wherever the catalog was checked. */
function pointAtDeclared(error: Error, at: DeclaredAt | undefined): void {
  if (at !== undefined) pointAt(error, at)
}
