import { connectWithoutOwner } from '../client/connect-without-owner.ts'
import { ConnectionLost } from '../client/connection.ts'
import { KeepAlive } from '../client/keep-alive.ts'
import { continueIfStopped } from '../client/silence.ts'
import type { PublishedSupervisor } from '../generations.ts'

/**
 * Sees to it that a supervisor whose run is dead finishes it: one that was stopped is continued, one that hangs is killed, and
 * its guard starts another one. Resolves once it has answered, or is no more.
 */
export async function wakeSupervisor(published: PublishedSupervisor): Promise<void> {
  const connection = await connectWithoutOwner(published)
  if (typeof connection === 'string') {
    continueIfStopped(published)
    return
  }
  try {
    await new KeepAlive().during(connection.call('ping'))
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error
  } finally {
    connection.close()
  }
}
