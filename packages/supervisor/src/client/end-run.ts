import path from 'node:path'
import { hasLeft, newestGeneration, readPublished } from '../generations.ts'
import { readHistories } from '../journal/history.ts'
import { whenDead } from '../run/deaths.ts'
import { isAlive } from '../system/process-table.ts'
import { identifySelf } from '../system/thread-identity.ts'
import { openChannel } from '../wire/channel.ts'
import { openPlainLink } from '../wire/link.ts'
import type { OwnerCalls, SupervisorCalls } from '../wire/protocol.ts'
import { KeepAlive } from './keep-alive.ts'
import { reachSupervisor } from './reach.ts'

/**
 * Ends a run: its supervisor stops whatever its owners still have, dependants first, and leaves.
 *
 * Guarantee: once this resolves, no supervisor of the run lives, no guard of one, and none of its services: where the
 * supervisor died, the one that takes over does it. Where none was ever started it costs one look at the folder. Calling it
 * again does nothing.
 */
export async function endRun(runDirectory: string): Promise<void> {
  const directory = path.resolve(runDirectory)
  if (newestGeneration(directory) === 0) return
  await new KeepAlive().during(endSupervisors(directory))
}

async function endSupervisors(runDirectory: string): Promise<void> {
  const self = identifySelf()
  const run = readHistories(runDirectory)[0]?.run ?? path.basename(runDirectory)
  await reachSupervisor(
    { run, runDirectory, root: self, self },
    async (published) => {
      await askToEnd(published.address)
      return hasLeft(runDirectory, newestGeneration(runDirectory)) && !isAlive(published) ? true : undefined
    },
    // Each service has its own limits, and they bound the whole.
    { only: 'living', limitMs: Infinity },
  )
  const guard = readPublished(runDirectory, newestGeneration(runDirectory))?.guard
  if (guard !== undefined && isAlive(guard)) await whenDead(guard)
}

/** Resolves when the supervisor has finished everything, or is not there to be asked. */
async function askToEnd(address: string): Promise<void> {
  const link = await openPlainLink(address)
  if (link === undefined) return
  const channel = openChannel<SupervisorCalls, Partial<OwnerCalls>>(link, {})
  void channel.$callEvent('endRun')
  await link.closed
}
