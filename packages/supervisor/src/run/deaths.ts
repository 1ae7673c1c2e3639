import { clearInterval, setInterval } from '../clock.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'

/** A look costs about 15 µs a process; one timer serves all, and there is none while nobody is waited for. */
const lookMs = 10

const waiting = new Map<() => void, ProcessIdentity>()
let timer: NodeJS.Timeout | undefined

/** Resolves when a process that is not a child of ours is dead. */
export function whenDead(identity: ProcessIdentity): Promise<void> {
  return new Promise((resolve) => {
    waiting.set(resolve, identity)
    timer ??= setInterval(look, lookMs)
  })
}

function look(): void {
  for (const [resolve, identity] of waiting) {
    if (isAlive(identity)) continue
    waiting.delete(resolve)
    resolve()
  }
  if (waiting.size > 0) return
  clearInterval(timer)
  timer = undefined
}
