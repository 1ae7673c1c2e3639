import { NotExtensibleError } from '../errors/place-errors.ts'
import type { RuntimeKit } from '../protocol.ts'
import type { Runtime, RuntimePlace } from '../runtime/runtime.ts'
import type { RuntimeTraits } from '../runtime/traits.ts'
import type { ReadyOptions, ServiceOptions } from './options.ts'
import type { Service } from './service.ts'

/**
 * What a kind of service hands to the constructor of {@link Service}. Only curfew makes one: a service of your own extends
 * `ProcessService`, `ThreadService` or `TaskService`.
 */
export interface ServiceDefinition {
  /** For types only; there is no such member. */
  readonly '~definition': never
}

/** What is in a {@link ServiceDefinition}. */
export interface DefinitionParts {
  readonly traits: RuntimeTraits
  readonly options: ServiceOptions & ReadyOptions<string>
  createRuntime(kit: RuntimeKit, place: RuntimePlace): Runtime
  /** The class of ours that the service is an instance of, unless of a subclass: it has no options but those that we know. */
  readonly ownClass?: unknown
  /** How one is written, for a message about options that are no object. */
  readonly example?: string
  /** Services that need this one and start right after it. */
  members?(): readonly Service[]
}

const known = new WeakSet<ServiceDefinition>()

/** Hides the parts from the public types of a service's class. */
export function defineKind(parts: DefinitionParts): ServiceDefinition {
  const definition = parts as DefinitionParts & ServiceDefinition
  known.add(definition)
  return definition
}

/**
 * The parts of a definition, inside of {@link Service}.
 *
 * @throws {NotExtensibleError} if it is none, but something that code in JavaScript made up
 */
export function partsOf(definition: ServiceDefinition, className: string): DefinitionParts {
  if (known.has(definition)) return definition as ServiceDefinition & DefinitionParts
  throw new NotExtensibleError(
    'Service',
    className,
    'extend ProcessService, ThreadService or TaskService, or what defineRuntime() of @curfew/core/provider returns',
  )
}
