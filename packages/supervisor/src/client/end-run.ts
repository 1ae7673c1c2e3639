import path from 'node:path'
import { delay } from '../clock.ts'
import { newestGeneration, readPublished, isClaimAbandoned } from '../generations.ts'
import { isAlive } from '../system/process-table.ts'
import { openChannel } from '../wire/channel.ts'
import type { OwnerCalls, SupervisorCalls } from '../wire/protocol.ts'
import { tryConnect } from './connect.ts'

const lookMs = 3

/**
 * Ends a run: its supervisor stops whatever its owners still have, dependants first, and leaves.
 *
 * Guarantee: once this resolves, no supervisor of the run lives, and none of its services. Where none was ever started it
 * costs one look at the folder. Calling it again does nothing.
 */
export async function endRun(runDirectory: string): Promise<void> {
  const directory = path.resolve(runDirectory)
  const generation = newestGeneration(directory)
  if (generation === 0) return
  for (;;) {
    const published = readPublished(directory, generation)
    if (published === undefined ? isClaimAbandoned(directory, generation) : !isAlive(published)) return
    if (published !== undefined) await askToEnd(published.address)
    await delay(lookMs)
  }
}

/** Resolves when the supervisor has finished everything, or is not there to be asked. */
async function askToEnd(address: string): Promise<void> {
  const socket = await tryConnect(address)
  if (socket === undefined) return
  const channel = openChannel<SupervisorCalls, Partial<OwnerCalls>>(socket, {})
  const closed = new Promise<void>((resolve) => {
    socket.on('close', resolve)
  })
  socket.on('error', () => {
    // It left while it answered; `close` follows.
  })
  void channel.$callEvent('endRun')
  await closed
}
