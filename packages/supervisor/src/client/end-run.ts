import path from 'node:path'
import { newestGeneration, type PublishedSupervisor, readPublished } from '../generations.ts'
import { readHistories } from '../journal/history.ts'
import { whenDead } from '../run/death-watch.ts'
import { finishRun } from '../sweep/finish-run.ts'
import { isAlive } from '../system/process-table.ts'
import { identifySelf } from '../system/thread-identity.ts'
import { isAbsence } from '../wire/try-connect.ts'
import { askByIdentity, killByIdentity } from './by-identity.ts'
import { connectWithoutOwner } from './connect-without-owner.ts'
import { ConnectionLost } from './connection.ts'
import { KeepAlive } from './keep-alive.ts'
import { type Attempt, reachSupervisor } from './reach.ts'

/**
 * Ends a run: its supervisor stops whatever its owners still have, dependants first, and leaves.
 *
 * Guarantee: once this resolves, no supervisor of the run lives, no guard of one, and none of its services. Where the
 * supervisor died, or did not answer and had to be killed, the one that takes over does it; where none can (the disk is
 * full), this process does, by the journals of the run and the marks of its services. Where none was ever started it costs
 * one look at the folder. Calling it again does nothing.
 */
export async function endRun(runDirectory: string): Promise<void> {
  const directory = path.resolve(runDirectory)
  if (newestGeneration(directory) === 0) return
  await new KeepAlive().during(endSupervisors(directory))
}

async function endSupervisors(runDirectory: string): Promise<void> {
  const self = identifySelf()
  const run = readHistories(runDirectory)[0]?.run ?? path.basename(runDirectory)
  try {
    await reachSupervisor({ run, runDirectory, root: self, self }, askToEnd, {
      only: 'living',
      unreachable: (supervisor) => askByIdentity(runDirectory, supervisor),
    })
  } catch {
    // No supervisor can be had any more. Nobody else may act on the services while this process does.
    await killByIdentity(readPublished(runDirectory, newestGeneration(runDirectory)))
    await finishRun(run, runDirectory)
    return
  }
  const guard = readPublished(runDirectory, newestGeneration(runDirectory))?.guard
  if (guard !== undefined && isAlive(guard)) await whenDead(guard)
}

/** Has a supervisor finish everything and leave. It may be gone before its answer is read. */
async function askToEnd(published: PublishedSupervisor): Promise<Attempt<true>> {
  const connection = await connectWithoutOwner(published)
  if (typeof connection === 'string') return isAbsence(connection) ? 'absent' : 'failed'
  try {
    await connection.call('endRun')
    await connection.left()
    await whenDead(published)
    return { value: true }
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error
    return 'lost'
  }
}
