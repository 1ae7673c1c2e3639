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

/** The processes that listen on a port of this machine. */
export function listenersOn(port: number): readonly Seen[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const listening = '0A'
  const inodes = `${read('/proc/net/tcp')}${read('/proc/net/tcp6')}`
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hex}`) && fields[3] === listening)
    .map((fields) => `socket:[${fields[9]}]`)
  if (inodes.length === 0) return []
  return pids().flatMap((pid) => {
    if (!holdsOneOf(pid, inodes)) return []
    const identity = identify(pid)
    return identity === undefined ? [] : [{ ...identity, command: commandOf(pid), by: `port ${port}` }]
  })
}

export function environmentOf(pid: number): readonly string[] {
  return read(`/proc/${pid}/environ`).split('\0')
}

function pids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

function holdsOneOf(pid: number, inodes: readonly string[]): boolean {
  try {
    const dir = `/proc/${pid}/fd`
    return readdirSync(dir).some((fd) => inodes.includes(readlinkSync(`${dir}/${fd}`)))
  } catch {
    return false // it ended while we looked
  }
}

/** A process may end between two looks at it. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
