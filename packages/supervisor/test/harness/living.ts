import { readdirSync, readFileSync } from 'node:fs'

// Written without any code of the package, so that a fault in its own scan cannot hide a survivor.

/** Whether a process runs; a zombie does not, unless it is only the first thread of several. */
export function isLiving(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return !/^[ZX]/.test(fields[0] ?? '') || Number(fields[17]) > 1
  } catch {
    return false
  }
}

/** Living processes whose environment names the run. */
function carriersOf(run: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isLiving(pid) && environmentOf(pid).includes(`CURFEW_RUN=${run}`))
}

/** Ends what a failed test left behind. */
export function killLeftovers(run: string): void {
  for (const pid of carriersOf(run)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      // It ended between the two lines.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return [] // gone, or another user's
  }
}
