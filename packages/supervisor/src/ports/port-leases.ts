import { existsSync } from 'node:fs'
import type { PortLease, PortLeaseRequest, ProcessInfo } from '@curfew/protocol'
import { NoFreePortError } from '../errors.ts'
import { canBind } from './can-bind.ts'
import { dropLeaseFile, isElsewhere, isLeaseHeld, takeLeaseFile, type PortLeaseRecord } from './lease-file.ts'
import { type PortRange, randomPort } from './port-range.ts'

const maxAttempts = 200

interface LeasedPort {
  readonly id: string
  readonly host: string
  /** Whether we chose it: nobody else can have meant this very port. */
  readonly chosen: boolean
}

/** What the leases need to know of the machine. */
export interface PortLeaseFacts {
  /** Folder of this user's lease files, shared by all runs. */
  readonly directory: string
  /** Makes that folder again, as safely as it was made: whoever tidies the folder for temporary files removes it in mid-run. */
  readonly makeDirectory?: () => void
  readonly record: PortLeaseRecord
  readonly range: PortRange
  /** Who listens there. */
  readonly findHolder: (host: string, port: number) => ProcessInfo | null
  /** Resolves when who holds a fixed port may have been ended: what a dead run left is on its way out. */
  readonly beforeRefusal: () => Promise<void>
  /** The process of a service of this run, to name who holds a lease. */
  readonly processOf: (id: string) => ProcessInfo | null
}

/**
 * Ports given to services: never the same for two services of a run, nor for two runs of this user on this machine.
 *
 * A lease lasts until it is released, which the supervisor only does once the service is gone.
 */
export class PortLeases {
  readonly #facts: PortLeaseFacts
  readonly #leased = new Map<number, LeasedPort>()
  readonly #fixed = new Map<string, readonly { readonly host: string; readonly port: number }[]>()

  constructor(facts: PortLeaseFacts) {
    this.#facts = facts
  }

  /** Leases a port for each name, or none at all. */
  async lease({ id, host, names, fixed }: PortLeaseRequest): Promise<PortLease> {
    const ports: Record<string, number> = {}
    for (const [name, port] of Object.entries(fixed)) {
      let holder = await this.#takeFixed(id, host, port)
      if (holder !== undefined) {
        await this.#facts.beforeRefusal()
        holder = await this.#takeFixed(id, host, port)
      }
      if (holder !== undefined) {
        this.#giveBack(Object.values(ports))
        return { ok: false, taken: { port, host, holder } }
      }
      ports[name] = port
    }
    const fixedPorts = Object.values(fixed)
    if (fixedPorts.length > 0)
      this.#fixed.set(
        id,
        fixedPorts.map((port) => ({ host, port })),
      )
    for (const name of names) ports[name] ??= await this.#takeAny(id, host)
    return { ok: true, ports }
  }

  /** Goes on with leases of a supervisor that died, in its place. */
  restore(lease: {
    readonly id: string
    readonly host: string
    readonly ports: Readonly<Record<string, number>>
    readonly chosen: readonly string[]
  }): void {
    const { id, host, chosen } = lease
    for (const [name, port] of Object.entries(lease.ports)) {
      // Somebody who was faster holds it now, and the service was never there: its own bind will tell.
      this.#reserve(port, { id, host, chosen: chosen.includes(name) })
    }
  }

  /** Gives all ports of a service back. */
  release(id: string): void {
    this.#giveBack([...this.#leased].filter(([, lease]) => lease.id === id).map(([port]) => port))
  }

  releaseAll(): void {
    this.#giveBack([...this.#leased.keys()])
  }

  /** Ports of a service that we chose at random, with their host. */
  chosen(id: string): readonly { readonly host: string; readonly port: number }[] {
    return [...this.#leased].flatMap(([port, lease]) =>
      lease.id === id && lease.chosen ? [{ host: lease.host, port }] : [],
    )
  }

  /** Ports that users fixed for a service, also after it gave them back. */
  fixed(id: string): readonly { readonly host: string; readonly port: number }[] {
    return this.#fixed.get(id) ?? []
  }

  /** Whether a port is given to any service of any run of this user. */
  isLeased(port: number): boolean {
    return this.#leased.has(port) || isLeaseHeld(this.#facts.directory, port)
  }

  holds(id: string): boolean {
    return [...this.#leased.values()].some((lease) => lease.id === id)
  }

  /** Who has the port already; `null` where that cannot be told, `undefined` when it is now ours. */
  async #takeFixed(id: string, host: string, port: number): Promise<ProcessInfo | null | undefined> {
    const mine = this.#leased.get(port)
    if (mine?.id === id) return undefined
    if (mine !== undefined) return this.#facts.processOf(mine.id)
    const other = this.#reserve(port, { id, host, chosen: false })
    if (other !== undefined && !isElsewhere(other)) return this.#facts.findHolder(host, port)
    // Another place may have a network of its own, where the same port is another one: whether it can be bound tells.
    if (other !== undefined) this.#leased.set(port, { id, host, chosen: false })
    if ((await canBind(host, port)) !== 'taken') return undefined
    this.#giveBack([port])
    return this.#facts.findHolder(host, port)
  }

  async #takeAny(id: string, host: string): Promise<number> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const port = randomPort(this.#facts.range)
      if (this.#leased.has(port) || this.#reserve(port, { id, host, chosen: true }) !== undefined) continue
      if ((await canBind(host, port)) !== 'taken') return port
      this.#giveBack([port])
    }
    throw new NoFreePortError(host, maxAttempts)
  }

  /** Takes the port before it is tried, so that two callers never try the same one. */
  #reserve(port: number, lease: LeasedPort): PortLeaseRecord | undefined {
    const { directory, record, makeDirectory } = this.#facts
    if (makeDirectory !== undefined && !existsSync(directory)) makeDirectory()
    const other = takeLeaseFile(directory, port, record)
    if (other === undefined) this.#leased.set(port, lease)
    return other
  }

  #giveBack(ports: readonly number[]): void {
    for (const port of ports) {
      this.#leased.delete(port)
      dropLeaseFile(this.#facts.directory, port, this.#facts.record)
    }
  }
}
