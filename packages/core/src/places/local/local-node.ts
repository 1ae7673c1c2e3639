import { placeTraits } from '../../runtime/built-in.ts'
import { PlaceRuntime } from '../../runtime/place.ts'
import { defineKind } from '../../service/definition.ts'
import type { ServiceOptions } from '../../service/options.ts'
import { makePlace, type Place } from '../place.ts'
import { Node } from '../node.ts'
import { UpGate } from '../up-gate.ts'
import type { Cluster } from '../cluster.ts'

/** Options of {@link localNode}. */
export interface LocalNodeOptions extends ServiceOptions {
  /** A loopback address. @default '127.0.0.1' */
  readonly host?: string | undefined
  /** The cluster that it belongs to. */
  readonly on?: Cluster | undefined
}

/** A node on this machine, at a loopback address of its own. */
export class LocalNode extends Node {
  readonly host: string
  readonly #gate: UpGate

  constructor(options: LocalNodeOptions = {}) {
    const host = options.host ?? '127.0.0.1'
    const gate = new UpGate()
    super(
      defineKind({
        traits: placeTraits,
        ownClass: LocalNode,
        options: { name: 'node', ...options },
        createRuntime: () =>
          new PlaceRuntime(
            host,
            () => gate.open(),
            () => gate.shut(),
          ),
      }),
    )
    this.host = host
    this.#gate = gate
    const nameOf = () => this.serviceName
    const isRunning = () => this.isServiceAlive()
    const place: Place = {
      host,
      // Its catalog names it only after it was made.
      get node() {
        return nameOf()
      },
      get cluster() {
        return options.on?.serviceName ?? null
      },
      get whyDown() {
        return gate.isOpen ? undefined : isRunning() ? 'it is suspended; resume() brings it up' : 'it is not running'
      },
      waitTillUp: (signal) => gate.wait(signal),
    }
    makePlace(this, place)
  }

  isUp(): boolean {
    return this.#gate.isOpen
  }

  async waitTillUp(signal?: AbortSignal): Promise<void> {
    await this.#gate.wait(signal)
  }

  /**
   * Takes the node down for a while: services that are to start on it, and iterations of tasks on it, wait until
   * {@link resume}. Its processes go on.
   */
  suspend(): void {
    this.#gate.shut()
  }

  /** Brings a suspended node up again. */
  resume(): void {
    if (this.isServiceAlive()) this.#gate.open()
  }
}

/** Declares a node on this machine. */
export function localNode(options: LocalNodeOptions = {}): LocalNode {
  return new LocalNode(options)
}
