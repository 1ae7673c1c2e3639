import { clearInterval, setInterval } from '../clock.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'

const lookMs = 100

/** Calls back once when the process is gone; a look costs about 10 µs where there is /proc. */
export function watchRoot(root: ProcessIdentity, onGone: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(root)) return
    clearInterval(timer)
    onGone()
  }, lookMs)
}
