import { engine } from '../engine-access.ts'
import { NotExtensibleError } from '../errors/place-errors.ts'
import type { ServiceList } from '../list/service-list.ts'
import type { ServiceOptions } from '../service/options.ts'
import { Service } from '../service/service.ts'
import type { Cluster } from './cluster.ts'
import { addressOf, type NodeDefinition } from './definition.ts'
import { becomePlace, placeDefinition, type PlaceParts } from './make-place.ts'
import { servicesOn } from '../list/services-on.ts'
import type { UpState } from './up-state.ts'

/** Options that every node takes, besides those of its provider. */
export interface NodeOptions extends ServiceOptions {
  /** The cluster that it belongs to. */
  readonly on?: Cluster | undefined
}

let construct: (parts: PlaceParts<NodeDefinition>) => Node

/**
 * A place to run processes. It is a member of the graph: the services that are `on` it depend on it, wait until it is up
 * before they start and before each iteration, and stop before it does.
 *
 * Made by `localNode()`, and by what `defineNode()` of `@curfew/core/provider` returns; it has no public constructor.
 */
export class Node extends Service {
  static {
    construct = (parts) => new Node(parts)
  }

  readonly #definition: NodeDefinition
  readonly #state: UpState

  private constructor(parts: PlaceParts<NodeDefinition>) {
    if (new.target !== Node || parts?.state === undefined) {
      throw new NotExtensibleError('Node', new.target.name, 'make nodes with defineNode() of @curfew/core/provider')
    }
    super(placeDefinition(parts, { what: 'node', ownClass: Node, name: () => this.serviceName }))
    this.#definition = parts.definition
    this.#state = parts.state
    const { on } = parts.options
    becomePlace(this, parts, { node: () => this.serviceName, cluster: () => on?.serviceName ?? null })
  }

  /** Literal IP that its services listen on, e.g. `127.0.0.2`. */
  get host(): string {
    return addressOf(this.#definition, this.serviceName)
  }

  /** Whether services may start and iterate on it now. */
  isUp(): boolean {
    return this.#state.isUp
  }

  /** Resolves when it is up; rejects with the signal's reason when that aborts first. */
  async waitTillUp(signal?: AbortSignal): Promise<void> {
    await this.#state.wait(signal)
  }

  /**
   * Has services that are to start on it, and iterations of tasks on it, wait until {@link resume}. Its processes go on. Does
   * nothing before it was started.
   */
  suspend(): void {
    this.#state.suspend()
  }

  /** Ends {@link suspend}. */
  resume(): void {
    this.#state.resume()
  }

  /** The living and past services that hang on it. */
  get services(): ServiceList {
    return servicesOn(engine(), this)
  }

  /** Stops the services on it and their dependants, wherever they run, then the node itself. */
  async destroy(): Promise<void> {
    await this.stop()
  }
}

/** Makes a node; only what `defineNode` returns does. */
export function makeNode(parts: PlaceParts<NodeDefinition>): Node {
  return construct(parts)
}
