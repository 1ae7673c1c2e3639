import type { OptionTable } from '../options/options-check.ts'
import { placeTraits } from '../runtime/built-in.ts'
import { defineKind, type ServiceDefinition } from '../service/definition.ts'
import type { ServiceOptions } from '../service/options.ts'
import type { Service } from '../service/service.ts'
import { addressOf, driverOf, type ClusterDefinition, type NodeDefinition } from './definition.ts'
import { PlaceRuntime } from './place-runtime.ts'
import { carryPlace, type Place } from '../place.ts'
import { UpState } from './up-state.ts'

/** What a node or a cluster is made of. */
export interface PlaceParts<Definition extends NodeDefinition | ClusterDefinition> {
  readonly definition: Definition
  readonly options: ServiceOptions
  /** Its options, where there are no others; absent where they are its provider's to check. */
  readonly table?: OptionTable | undefined
  readonly state: UpState
}

/** Puts together what `defineNode` and `defineCluster` have. */
export function placeParts<Definition extends NodeDefinition | ClusterDefinition>(
  definition: Definition,
  options: ServiceOptions,
  table: OptionTable | undefined,
): PlaceParts<Definition> {
  return { definition, options, table, state: new UpState() }
}

/** What the base class of a place is given. */
export function placeDefinition(
  { definition, options, table, state }: PlaceParts<NodeDefinition | ClusterDefinition>,
  facts: { readonly what: 'node' | 'cluster'; readonly ownClass: unknown; readonly name: () => string },
  members?: () => readonly Service[],
): ServiceDefinition {
  const { what, ownClass, name } = facts
  const traits = table === undefined ? placeTraits : { ...placeTraits, options: table }
  return defineKind({
    traits,
    ownClass: table === undefined ? undefined : ownClass,
    options: { name: definition.name ?? what, ...options },
    createRuntime: () => new PlaceRuntime({ what, definition, state, host: () => addressOf(definition, name()) }),
    ...(members === undefined ? {} : { members }),
  })
}

/** Makes it known as a place in every realm. */
export function becomePlace(
  service: Service,
  { definition, state }: PlaceParts<NodeDefinition | ClusterDefinition>,
  names: { readonly node: () => string | null; readonly cluster: () => string | null },
): void {
  const place: Place = {
    get host() {
      return addressOf(definition, service.serviceName)
    },
    get driver() {
      return driverOf(definition, service.serviceName)
    },
    defaults: definition.defaults,
    // Its catalog names it only after it was made.
    get node() {
      return names.node()
    },
    get cluster() {
      return names.cluster()
    },
    get whyDown() {
      return state.whyDown
    },
    async waitTillUp(signal) {
      await state.wait(signal)
      await definition.waitTillUp?.(signal)
    },
  }
  carryPlace(service, place)
}
