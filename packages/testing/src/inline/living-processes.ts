import { readdirSync, readFileSync } from 'node:fs'

/** A process that lives. */
export interface LivingProcess {
  readonly pid: number
  readonly command: string
}

/** All living processes whose environment, as it was when they started, has that variable; zombies are dead. Linux only. */
export function livingProcesses(variable: string, value: string): LivingProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const environment = readOr(`/proc/${pid}/environ`, '').split('\0')
    if (!environment.includes(`${variable}=${value}`) || isZombie(pid)) return []
    return [{ pid: Number(pid), command: readOr(`/proc/${pid}/cmdline`, '').replaceAll('\0', ' ').trim() }]
  })
}

function isZombie(pid: string): boolean {
  const stat = readOr(`/proc/${pid}/stat`, '')
  return stat === '' || /\) [ZX] /.test(stat)
}

/** A process may end at any moment between two looks at it. */
function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}
