import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { newRun, type RunContext } from './run-context.ts'
import { describeOwner } from './run-owner.ts'

/** Ticks of `/proc` in a second: the same on every Linux that Node runs on. */
const ticksPerSecond = 100

/**
 * The run of a process in which nobody began one: all its workers come to the same, without a word between them.
 *
 * Where the system does not tell when a process started, it is a run of its own each time.
 */
export function runOfProcess(rootPid: number, root: string): RunContext {
  const { rootStartTime, place } = describeOwner(rootPid)
  const bootedAtSeconds = Number(/^btime (\d+)$/m.exec(readOr('/proc/stat', ''))?.[1])
  if (rootStartTime === null || Number.isNaN(bootedAtSeconds)) return newRun({ root, rootPid })
  const startedAtMs = (bootedAtSeconds + Math.floor(rootStartTime / ticksPerSecond)) * 1000
  const identity = [place, rootPid, rootStartTime, root].join('\n')
  return newRun({ root, rootPid, startedAtMs, suffix: createHash('sha256').update(identity).digest('hex').slice(0, 6) })
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise // another system than Linux
  }
}
