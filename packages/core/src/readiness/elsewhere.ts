import { addressText } from '../errors/readiness-errors.ts'
import type { ProbeAddress } from './address.ts'
import type { ProbeContext } from './readiness.ts'

/** The two addresses that a server binds which was told none, or was told `localhost`. */
const usualHosts = ['::1', '127.0.0.1']
const firstLookMs = 50
const nextLookMs = 250

/**
 * What a refused connection is called; and now and then it is looked whether the service listens at the same port of
 * another address (`::1` alone, or 127.0.0.1 where its node is 127.0.0.2), which from outside looks like a server that never starts.
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
    if (nowMs >= this.#lookAtMs && isLoopback(host)) {
      this.#lookAtMs = nowMs + nextLookMs
      this.#found = await this.#look(signal)
    }
    if (signal.aborted) return
    const refused = `connection refused at ${addressText(host, port)}`
    this.#context.saw(
      this.#found === undefined
        ? refused
        : `${refused}, but ${this.#found}: have the service bind its own address, ${host}`,
    )
  }

  async #look(signal: AbortSignal): Promise<string | undefined> {
    const { port } = this.#address
    for (const host of usualHosts) {
      if (host === this.#address.host) continue
      const { state } = await this.#context.ask({ host, port }, { signal })
      // Nobody listens there either, or this machine has no such address: the usual case.
      if (state !== 'connected') continue
      const holder = await this.#context.portHolder(host, port).catch(() => ({ state: 'none' }) as const)
      const at = addressText(host, port)
      if (holder === undefined) return `something listens at ${at}`
      if (holder.state === 'ours') return `the service listens at ${at}`
    }
    return undefined
  }
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1' || host === 'localhost'
}
