import type { Cluster } from '../places/cluster.ts'
import type { Node } from '../places/node.ts'
import type { Service } from '../service/service.ts'
import type { ScopeKind } from './entry.ts'
import type { ReservedName } from './names.ts'

/** Services by name. */
export type ServiceRecord = Readonly<Record<string, Service>>

/** Services that every catalog has without declaring them, in whatever scope needs them. */
export interface BuiltInServices {
  /** A node of the provider that the runner was configured with; this machine by default. */
  readonly node: Node
  /** A cluster of the provider that the runner was configured with; nodes on this machine by default. */
  readonly cluster: Cluster
}

/** What a declaration that does not compile is expected to be: a text that says why. */
export type Refused<Message extends string> = Message & { readonly refused: never }

/** A name that may be declared, or why it may not. */
export type FreeName<Name extends string, Services> = Name extends ReservedName
  ? Refused<`"${Name}" is a reserved name: services cannot have it`>
  : Name extends keyof Services
    ? Refused<`a service "${Name}" is already declared in this catalog`>
    : Name

/** A catalog that can be merged, or why it cannot. */
export type Mergeable<Other, Services, OtherServices> = [keyof Services & keyof OtherServices & string] extends [never]
  ? Other
  : Refused<`both catalogs declare a service "${keyof Services & keyof OtherServices & string}"`>

interface AtLeastAsWide {
  readonly test: ScopeKind
  readonly file: 'file'
}

type ScopeOf<Name, Wide> = Name extends keyof Wide ? Wide[Name] : 'test'

/** What a service of that scope may need: the built-ins, and the declared services of the same or a wider scope. */
export type ServicesForScope<Scope extends ScopeKind, Services, Wide> = (Scope extends 'test'
  ? Services
  : { [Name in keyof Services as ScopeOf<Name, Wide> extends AtLeastAsWide[Scope] ? Name : never]: Services[Name] }) &
  BuiltInServices

/** Names of the nodes and clusters among services. */
export type PlaceName<Services> = {
  [Name in keyof Services]: Services[Name] extends Node | Cluster ? Name : never
}[keyof Services] &
  string

/** The same members, written out: what an editor shows for a type. */
export type Flat<T> = { [Key in keyof T]: T[Key] } & {}

/** Options of one declaration in a catalog. */
export interface DeclarationOptions<Scope extends ScopeKind, Needed extends string, Available> {
  /**
   * The scope that owns it: it stops when that scope ends, and is shared by all tests in it. It may need services of the
   * same and of wider scopes only.
   * @default 'test'
   */
  readonly scope?: Scope | undefined
  /**
   * Names of the services that it needs, and all that its factory is given: for a factory whose source cannot be read
   * (bound, wrapped, or instrumented beyond recognition), and for services that it needs without using them.
   * @default what the factory destructures
   */
  readonly needs?: readonly Needed[] | undefined
  /**
   * The node or cluster that its life hangs on: a name, or a function of what it destructures, e.g.
   * `({ cluster }) => cluster.nodes[1]`, which must not return `undefined` when it is called.
   * @default detached: it ends with its scope
   */
  readonly on?: PlaceName<Available> | ((dependencies: Available) => Node | Cluster | undefined) | undefined
}

/** Services by name, once one more was declared. */
export type WithService<Services, Name extends string, S> = Flat<Services & { [Key in Name]: S }>

/** Scopes by name, once one more service was declared. */
export type WithScope<Wide, Name extends string, Scope extends ScopeKind> = Scope extends 'test'
  ? Wide
  : Flat<Wide & { [Key in Name]: Scope }>
