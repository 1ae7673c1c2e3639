import { delay } from '@curfew/protocol'
import type { PublishedSupervisor } from '../generations.ts'
import { readHistories } from '../journal/history.ts'
import { unlimitedStopMs } from '../run/supervised-process.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'
import { sendSignal } from '../tree/send-signal.ts'

const lookMs = 10
/** Beyond the limits of its services. */
const graceMs = 5000
/** A process that was killed and lives on waits for a device. */
const killLimitMs = 5000

/**
 * Asks a supervisor at whose address nobody listens to end its run: by the signal for that, whose receiver is proved by pid
 * and start time. One that has not left when all its services have had all their time is killed.
 */
export async function askByIdentity(runDirectory: string, supervisor: PublishedSupervisor): Promise<void> {
  sendSignal(supervisor, 'SIGTERM')
  sendSignal(supervisor, 'SIGCONT')
  if (await isDeadWithin(supervisor, limitOf(runDirectory) + graceMs)) return
  sendSignal(supervisor, 'SIGKILL')
}

/** Kills a supervisor whose successor could not come up, and its guard first: nothing else is to be started. */
export async function killByIdentity(supervisor: PublishedSupervisor | undefined): Promise<void> {
  for (const identity of [supervisor?.guard, supervisor]) {
    if (identity === undefined || !sendSignal(identity, 'SIGKILL')) continue
    await isDeadWithin(identity, killLimitMs)
  }
}

/** As long as all services of a run may take to stop, one after the other. */
function limitOf(runDirectory: string): number {
  let limitMs = 0
  for (const { processes, resources } of readHistories(runDirectory)) {
    for (const { end, kept, order } of processes) {
      if (end !== undefined || kept) continue
      limitMs += (order.stop.stopTimeoutMs ?? unlimitedStopMs) + order.stop.killTimeoutMs
    }
    for (const { order } of resources) limitMs += order.releaseTimeoutMs
  }
  return limitMs
}

async function isDeadWithin(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; isAlive(identity); waitedMs += lookMs) {
    if (waitedMs > limitMs) return false
    await delay(lookMs, { unref: true })
  }
  return true
}
