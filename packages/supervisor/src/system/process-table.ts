import { printable } from '@curfew/protocol'
import { darwin } from './darwin.ts'
import { isEnding, linux } from './linux.ts'
import type { ProcessIdentity, ProcessTable } from './process-entry.ts'
import { windows } from './windows.ts'

const system = process.platform === 'win32' ? windows : process.platform === 'darwin' ? darwin : linux

/** Of a command line, whose words may be anything: also those of another user's process. */
const maxShownBytes = 16 * 1024

/** The processes of this machine. What it tells of them is safe to print. */
export const processTable: ProcessTable = {
  ...system,
  describe(pid) {
    const { command, cwd } = system.describe(pid)
    return { pid, command: shown(command), ...(cwd === undefined ? {} : { cwd: shown(cwd) }) }
  },
}

/** A command line or a path as {@link processTable} tells it. */
export function shown(text: string): string {
  return printable(text, maxShownBytes)
}

/**
 * Who a pid is now; `undefined` when nobody living has it.
 *
 * On Windows a start time costs a third of a second, so there the pid alone is the identity.
 */
export function identify(pid: number): ProcessIdentity | undefined {
  if (process.platform === 'win32') return exists(pid) ? { pid, startTime: 0 } : undefined
  const entry = processTable.find(pid)
  return entry?.alive === true ? { pid, startTime: entry.startTime } : undefined
}

/** Whether that very process lives: a zombie does not, nor does another one that was given its pid. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTime === identity.startTime
}

/**
 * Whether that very process is proved to be over: dead, or so far in its end that it never runs its program again. After a
 * kill the kernel frees its memory first, about 100 ms for each GB, and closes its sockets only then.
 */
export function isOver(identity: ProcessIdentity): boolean {
  if (process.platform !== 'linux') return !isAlive(identity)
  const entry = processTable.find(identity.pid)
  // What cannot be read (no file descriptor is left) is no proof.
  if (entry === undefined) return !exists(identity.pid)
  if (!entry.alive || entry.startTime !== identity.startTime) return true
  return entry.ending === true && isEnding(identity.pid)
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
