import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Ports from here on need no privilege, and are above what most servers take by default. */
const lowest = 10_000
const highest = 65_535
/** A range smaller than this is no better than the whole. */
const smallest = 2_000
/** `fetch` refuses these, though they could be bound. */
const refusedByFetch = new Set([10_080])

/** Ports that can be given away, both ends included. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/**
 * The widest range outside the one that the kernel takes for outgoing connections, so that none of those can be given a
 * port between our check and the service's bind; everything where that leaves too little.
 */
export function portRange(ephemeral: PortRange | undefined = kernelRange()): PortRange {
  if (ephemeral === undefined) return { from: lowest, to: 32_767 }
  const below = { from: lowest, to: ephemeral.from - 1 }
  const above = { from: ephemeral.to + 1, to: highest }
  const wider = below.to - below.from >= above.to - above.from ? below : above
  return wider.to - wider.from >= smallest ? wider : { from: lowest, to: highest }
}

/** A random port of the range. */
export function randomPort({ from, to }: PortRange): number {
  const port = randomInt(from, to + 1)
  return refusedByFetch.has(port) ? randomPort({ from, to }) : port
}

/** What Linux takes outgoing ports from; `undefined` elsewhere (macOS and Windows take 49152 and up). */
function kernelRange(): PortRange | undefined {
  try {
    const [from, to] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number)
    return from === undefined || to === undefined ? undefined : { from, to }
  } catch {
    return undefined // not Linux
  }
}
