import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { findSocketOwner, openSockets } from './socket-owner.ts'

const listenState = '0A'
const acceptsConnections = '00010000'
const chunk = Buffer.allocUnsafe(64 * 1024)

/** Inodes of the listening sockets that a connection to that address would reach, the most specific first. */
export function listeningInodes(host: string, port: number, pid: number | 'self' = 'self'): readonly string[] {
  const wanted = localAddresses(host)
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const found: { readonly inode: string; readonly rank: number }[] = []
  for (const table of ['tcp', 'tcp6']) {
    for (const line of listeningLines(`/proc/${pid}/net/${table}`)) {
      const fields = line.trim().split(/\s+/)
      const [, local = '', , state] = fields
      if (state !== listenState || !local.endsWith(suffix)) continue
      const rank = wanted.indexOf(local.slice(0, -suffix.length))
      if (rank >= 0 || wanted.length === 0) found.push({ inode: fields[9] ?? '', rank })
    }
  }
  return found.toSorted((a, b) => a.rank - b.rank).map(({ inode }) => inode)
}

/** Whether one of these processes listens, on whatever address: TCP, or a socket of the file system. */
export function listensSomewhere(pids: readonly number[]): boolean {
  if (process.platform !== 'linux') return false
  const inodes: string[] = []
  for (const pid of new Set(['self', ...pids])) {
    for (const table of ['tcp', 'tcp6']) {
      for (const line of listeningLines(`/proc/${pid}/net/${table}`)) inodes.push(line.trim().split(/\s+/)[9] ?? '')
    }
    inodes.push(...listeningUnixInodes(`/proc/${pid}/net/unix`))
  }
  return findSocketOwner(inodes, pids) !== undefined
}

/** Where these processes listen for TCP, as `host:port`. */
export function listeningAddresses(pids: readonly number[]): readonly string[] {
  if (process.platform !== 'linux') return []
  const own = openSockets(pids)
  const found = new Set<string>()
  for (const pid of new Set(['self', ...pids])) {
    for (const table of ['tcp', 'tcp6']) {
      for (const line of listeningLines(`/proc/${pid}/net/${table}`)) {
        const fields = line.trim().split(/\s+/)
        if (own.has(`socket:[${fields[9]}]`)) found.add(addressText(fields[1] ?? ''))
      }
    }
  }
  return [...found]
}

/** `0100007F:1F90` of the kernel as `127.0.0.1:8080`. */
function addressText(address: string): string {
  const [hex = '', port = ''] = address.split(':')
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => [...new Uint8Array(Uint32Array.of(Number.parseInt(word, 16)).buffer)])
  const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff
  const v4 = bytes.length === 4 ? bytes : isMapped ? bytes.slice(12) : undefined
  const host = v4?.join('.') ?? `[${ipv6Text(bytes)}]`
  return `${host}:${Number.parseInt(port, 16)}`
}

function ipv6Text(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0))
  const text = groups.map((group) => group.toString(16)).join(':')
  // The longest row of zeros only matters for `::` and `::1`, which are all that services bind without asking.
  return text.replace(/^(?:0:){7}/, '::').replace(/^::0$/, '::')
}

function listeningUnixInodes(file: string): readonly string[] {
  let text: string
  try {
    text = readFileSync(file, 'latin1')
  } catch {
    return [] // gone
  }
  return text.split('\n').flatMap((line) => {
    const [, , , flags, , , inode = ''] = line.trim().split(/\s+/)
    return flags === acceptsConnections ? [inode] : []
  })
}

/** The kernel lists listening sockets first, so reading ends with the first that is not: thousands may follow. */
function* listeningLines(file: string): Generator<string> {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch {
    return // no IPv6, or not Linux
  }
  try {
    let rest = ''
    let header = true
    for (;;) {
      const count = readSync(fd, chunk, 0, chunk.length, null)
      if (count === 0) return
      const lines = (rest + chunk.toString('latin1', 0, count)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (header) {
          header = false
          continue
        }
        if (line.trim().split(/\s+/)[3] !== listenState) return
        yield line
      }
    }
  } catch {
    return // the process whose network we read has ended
  } finally {
    closeSync(fd)
  }
}

const anyIpv4 = '00000000'
const anyIpv6 = '0'.repeat(32)
const loopbackIpv6 = '00000000000000000000000001000000'

/** Addresses, as the kernel writes them, that serve the host: itself, then the wildcards. Empty: any address will do. */
function localAddresses(host: string): readonly string[] {
  if (host === '0.0.0.0' || host === '::' || host === '') return []
  if (host === 'localhost') return [...ipv4Addresses('127.0.0.1'), loopbackIpv6, anyIpv4, anyIpv6]
  if (isIPv4(host)) return [...ipv4Addresses(host), anyIpv4, anyIpv6]
  return [ipv6Address(host), anyIpv6]
}

/** An IPv4 address in the table of IPv4, and mapped in that of IPv6. */
function ipv4Addresses(host: string): readonly string[] {
  const hex = wordsInHostOrder(Uint8Array.from(host.split('.').map(Number)))
  return [hex, `0000000000000000FFFF0000${hex}`]
}

function ipv6Address(host: string): string {
  const literal = host.replace(/%.*$/, '')
  const [head = '', tail] = literal.split('::')
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  const all = [...left, ...Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
  return wordsInHostOrder(Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff])))
}

/** The kernel prints each 32-bit word as its processor reads it. */
function wordsInHostOrder(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer)
  const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
  let text = ''
  for (let at = 0; at < bytes.length; at += 4) {
    text += view.getUint32(at, littleEndian).toString(16).toUpperCase().padStart(8, '0')
  }
  return text
}
