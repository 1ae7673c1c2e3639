import process from 'node:process'
import { BadOptionError } from '../../errors/scope-errors.ts'
import { placeTraits } from '../../runtime/built-in.ts'
import { PlaceRuntime } from '../../runtime/place.ts'
import { defineKind } from '../../service/definition.ts'
import type { ServiceOptions } from '../../service/options.ts'
import { Cluster } from '../cluster.ts'
import { LocalNode } from './local-node.ts'
import { makePlace, type Place } from '../place.ts'
import { UpGate } from '../up-gate.ts'

/** Options of {@link localCluster}. */
export interface LocalClusterOptions extends ServiceOptions {
  /** Number of nodes, 1–200. @default 3 */
  readonly size?: number | undefined
}

/** Nodes on this machine, each at a loopback address of its own: 127.0.0.2, 127.0.0.3 … (Linux; elsewhere all at 127.0.0.1). */
export class LocalCluster extends Cluster {
  // Private, since a service found in a property would count as a dependency; its nodes need it, not the reverse.
  readonly #nodes: readonly LocalNode[]

  constructor(options: LocalClusterOptions = {}) {
    const { size = 3 } = options
    if (!Number.isInteger(size) || size < 1 || size > 200) {
      throw new BadOptionError(`size of a local cluster has to be a whole number from 1 to 200; it is ${String(size)}.`)
    }
    const gate = new UpGate()
    super(
      defineKind({
        traits: placeTraits,
        ownClass: LocalCluster,
        options: { name: 'cluster', ...options },
        createRuntime: () =>
          new PlaceRuntime(
            '127.0.0.1',
            () => gate.open(),
            () => gate.shut(),
          ),
        members: () => this.#nodes,
      }),
    )
    const nameOf = () => this.serviceName
    const place: Place = {
      host: '127.0.0.1',
      node: null,
      // Its catalog names it only after it was made.
      get cluster() {
        return nameOf()
      },
      get whyDown() {
        return gate.isOpen ? undefined : 'it is not running'
      },
      waitTillUp: (signal) => gate.wait(signal),
    }
    makePlace(this, place)
    const { serviceName } = this
    this.#nodes = Array.from(
      { length: size },
      (_, index) => new LocalNode({ name: `${serviceName}-node${index + 1}`, host: hostOf(index), on: this }),
    )
  }

  get nodes(): readonly LocalNode[] {
    return this.#nodes
  }
}

/** Only Linux answers at every address of 127/8 without set-up. */
function hostOf(index: number): string {
  return process.platform === 'linux' ? `127.0.0.${index + 2}` : '127.0.0.1'
}

/** Declares a cluster of nodes on this machine. */
export function localCluster(options: LocalClusterOptions = {}): LocalCluster {
  return new LocalCluster(options)
}
