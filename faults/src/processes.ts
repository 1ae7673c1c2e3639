import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import process from 'node:process'

/** Pid and start time (ticks since boot): together they name a process for ever. */
export interface Identity {
  readonly pid: number
  readonly startTime: number
}

/** A process, as it was seen. */
export interface Seen extends Identity {
  readonly command: string
  /** How it was found. */
  readonly by: string
}

/** Whether that very process lives; a zombie does not. */
export function isAlive({ pid, startTime }: Identity): boolean {
  return identify(pid)?.startTime === startTime
}

/** The living process of that pid. */
export function identify(pid: number): Identity | undefined {
  const stat = read(`/proc/${pid}/stat`)
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (stat === '' || state === 'Z' || state === 'X') return undefined
  return { pid, startTime: Number(fields[18]) }
}

/** All living processes that have one of those variables in their environment. */
export function withVariables(variables: readonly string[]): readonly Seen[] {
  const found: Seen[] = []
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const environment = read(`/proc/${pid}/environ`)
    if (environment === '') continue
    const variable = environment.split('\0').find((entry) => variables.includes(entry))
    const identity = variable === undefined ? undefined : identify(pid)
    if (identity !== undefined) found.push({ ...identity, command: commandOf(pid), by: `mark ${variable}` })
  }
  return found
}

export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
}

/** The processes that listen on one of those ports of this machine; one look at all of them, since it is a look at every descriptor. */
export function listenersOn(ports: ReadonlySet<number>): readonly Seen[] {
  const portOf = listeningSockets(ports)
  if (portOf.size === 0) return []
  return pids().flatMap((pid) => {
    const socket = socketsOf(pid).find((held) => portOf.has(held))
    const identity = socket === undefined ? undefined : identify(pid)
    if (socket === undefined || identity === undefined) return []
    return [{ ...identity, command: commandOf(pid), by: `port ${portOf.get(socket)}` }]
  })
}

/** What listens on those ports: the port by the socket, as `/proc/<pid>/fd` names it. */
function listeningSockets(ports: ReadonlySet<number>): ReadonlyMap<string, number> {
  const listening = '0A'
  const found = new Map<string, number>()
  for (const line of `${read('/proc/net/tcp')}${read('/proc/net/tcp6')}`.split('\n')) {
    const fields = line.trim().split(/\s+/)
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)
    if (fields[3] === listening && ports.has(port)) found.set(`socket:[${fields[9]}]`, port)
  }
  return found
}

export function environmentOf(pid: number): readonly string[] {
  return read(`/proc/${pid}/environ`).split('\0')
}

function pids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

/** Where the descriptors of a process lead; one may be closed, and the process may end, while we look. */
function socketsOf(pid: number): readonly string[] {
  const dir = `/proc/${pid}/fd`
  return orElse([], () => readdirSync(dir)).map((fd) => orElse('', () => readlinkSync(`${dir}/${fd}`)))
}

/** A process may end between two looks at it. */
function read(file: string): string {
  return orElse('', () => readFileSync(file, 'utf8'))
}

function orElse<Value>(otherwise: Value, look: () => Value): Value {
  try {
    return look()
  } catch {
    return otherwise
  }
}
