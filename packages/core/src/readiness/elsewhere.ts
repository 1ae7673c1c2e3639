import { addressText } from '../errors/readiness-errors.ts'
import type { PortHolder } from '@curfew/protocol'
import type { ProbeAddress } from './address.ts'
import type { ProbeContext } from './readiness.ts'

/** The two addresses that a server binds which was told none, or was told `localhost`. */
const usualHosts = ['::1', '127.0.0.1']
const firstLookMs = 50
const nextLookMs = 250
/** A server may listen at many ports; the first ones are enough to recognize it. */
const maxShown = 3

/**
 * What a refused connection is called; and now and then it is looked whether the service listens somewhere else: at the same
 * port of another address (`::1` alone, or 127.0.0.1 where its node is 127.0.0.2), or at a port that it chose itself. From
 * outside both look like a server that never starts.
 */
export class Refusal {
  readonly #context: ProbeContext
  readonly #address: ProbeAddress
  #lookAtMs: number
  #found: string | undefined

  constructor(context: ProbeContext, address: ProbeAddress) {
    this.#context = context
    this.#address = address
    this.#lookAtMs = context.clock.nowMs() + firstLookMs
  }

  /** Tells the context what a refused attempt means. */
  async report(signal: AbortSignal): Promise<void> {
    const { host, port } = this.#address
    const nowMs = this.#context.clock.nowMs()
    if (nowMs >= this.#lookAtMs) {
      this.#lookAtMs = nowMs + nextLookMs
      this.#found = (isLoopback(host) ? await this.#lookAtHosts(signal) : undefined) ?? (await this.#lookAtPorts())
    }
    if (signal.aborted) return
    const refused = `connection refused at ${addressText(host, port)}`
    this.#context.saw(this.#found === undefined ? refused : `${refused}, but ${this.#found}`)
  }

  async #lookAtHosts(signal: AbortSignal): Promise<string | undefined> {
    const { port } = this.#address
    for (const host of usualHosts) {
      if (host === this.#address.host) continue
      const { state } = await this.#context.ask({ host, port }, { signal })
      // Nobody listens there either, or this machine has no such address: the usual case.
      if (state !== 'connected') continue
      const holder = await this.#holder(host)
      const at = addressText(host, port)
      const toChange = `have the service bind its own address, ${this.#address.host}`
      if (holder === undefined) return `something listens at ${at}: ${toChange}`
      if (holder.state === 'ours') return `the service listens at ${at}: ${toChange}`
    }
    return undefined
  }

  async #lookAtPorts(): Promise<string | undefined> {
    const { host, port } = this.#address
    const holder = await this.#holder(host)
    const { ports } = this.#context
    const known = Object.values(ports)
    const instead = holder?.state === 'none' ? (holder.instead ?? []).filter((at) => !known.includes(portOf(at))) : []
    const [first] = instead
    if (first === undefined) return undefined
    const name = Object.keys(ports).find((one) => ports[one] === port)
    const toChange =
      name === undefined
        ? `give the probe that port`
        : `hand it its port (args or env: ({ ports }) => ports.${name}), or fix the port: ports: { ${name}: ${portOf(first)} }`
    return `the service listens at ${instead.slice(0, maxShown).join(', ')}: ${toChange}`
  }

  async #holder(host: string): Promise<PortHolder | undefined> {
    return this.#context.portHolder(host, this.#address.port).catch(() => ({ state: 'none' }))
  }
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1' || host === 'localhost'
}
