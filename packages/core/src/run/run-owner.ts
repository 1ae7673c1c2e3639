import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Whose run it is, as `run.ndjson` in its folder keeps it: enough to tell, later, whether the run still goes on. */
export interface RunOwner {
  readonly rootPid: number
  /** Start time of that process in ticks since boot; `null` where the system does not tell. A pid alone is used again. */
  readonly rootStartTime: number | null
  /** Machine, boot and pid namespace: elsewhere a pid means another process. */
  readonly place: string
}

/** Describes the owner of a run of this machine. */
export function describeOwner(rootPid: number): RunOwner {
  return { rootPid, rootStartTime: startTimeOf(rootPid), place: placeOfPids() }
}

/** Whether that owner lives; `unknown` when it is of another machine, boot or container. */
export function ownerState(owner: RunOwner): 'alive' | 'dead' | 'unknown' {
  // Without /proc nothing tells a pid from a later use of the same number.
  if (owner.place !== placeOfPids() || owner.rootStartTime === null) return 'unknown'
  return isProcessAlive(owner.rootPid, owner.rootStartTime) ? 'alive' : 'dead'
}

/** Whether that very process lives, and not a later one of the same number. */
export function isProcessAlive(pid: number, startTime: number): boolean {
  return startTimeOf(pid) === startTime
}

/** Start time of a living process, as the 22nd field of its `stat` has it; `null` for a dead one. */
function startTimeOf(pid: number): number | null {
  const stat = readOr(`/proc/${pid}/stat`, '')
  // The second field is the name in parentheses, which may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  // A process whose first thread has ended is listed as a zombie while its other threads run on.
  const isDead = stat === '' || ((state === 'Z' || state === 'X') && Number(fields[17]) <= 1)
  return isDead ? null : Number(fields[19])
}

function placeOfPids(): string {
  const boot = readOr('/proc/sys/kernel/random/boot_id', 'no boot id').trim()
  let namespace = 'no pid namespace'
  try {
    namespace = readlinkSync('/proc/self/ns/pid')
  } catch {
    // A system without namespaces has one place for pids.
  }
  return `${hostname()} ${boot} ${namespace}`
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // No such process, or no /proc: both are answers.
    return otherwise
  }
}
