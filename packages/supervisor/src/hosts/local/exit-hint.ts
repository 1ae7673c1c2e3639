import { readFileSync } from 'node:fs'

/**
 * Counts the processes that the system killed for want of memory, to explain a SIGKILL that was not ours.
 *
 * The count is of the whole machine, so the hint says `probably`.
 */
export class ExitHints {
  #kills = countKills()

  /** A hint for the exit of a process that we did not kill. */
  hint(signal: NodeJS.Signals | null): string | undefined {
    if (signal !== 'SIGKILL') return undefined
    const before = this.#kills
    this.#kills = countKills()
    if (before !== undefined && this.#kills !== undefined && this.#kills > before) {
      return 'killed by the system, probably out of memory'
    }
    return 'killed from outside: curfew did not send this SIGKILL'
  }
}

function countKills(): number | undefined {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1]
    return count === undefined ? undefined : Number(count)
  } catch {
    return undefined // not Linux
  }
}
