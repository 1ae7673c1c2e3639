import path from 'node:path'
import type { JournalEntry } from '@curfew/protocol'
import { ProtocolMismatchError } from '../errors.ts'
import { newestGeneration, readPublished } from '../generations.ts'
import type { ObservedRun } from '../run/observed.ts'
import { isAlive } from '../system/process-table.ts'
import { openChannel } from '../wire/channel.ts'
import { openLink, openPlainLink } from '../wire/link.ts'
import { type ObserverCalls, protocolVersion, type SupervisorCalls } from '../wire/protocol.ts'
import { guard } from './notices.ts'

/** Looks at a run that lives. It owns nothing of it, and changes nothing. */
export interface RunObserver {
  /**
   * What there is now.
   *
   * @throws when the supervisor is gone
   */
  state(): Promise<ObservedRun>
  /**
   * Calls back for each entry that is written to a journal of the run from the answer to the next `state()` on, none left out. What was
   * before is in the journals' files. Returns an unsubscribe function.
   */
  onEntry(listener: (owner: string, entry: JournalEntry) => void): () => void
  /**
   * Resolves when the connection is gone: the run is over, or its supervisor died (another one may serve, which is observed
   * anew), or this process read too slowly, and is to read the journals' files.
   */
  readonly closed: Promise<void>
  close(): void
}

/**
 * Observes a run: `undefined` where no supervisor serves it now. None is started, none is woken, and none waits for an observer.
 *
 * The connection keeps this process alive until it is closed.
 *
 * @throws {ProtocolMismatchError} `CURFEW_PROTOCOL_MISMATCH` if the run's supervisor is of another version
 * @throws {UntrustedSupervisorError} `CURFEW_UNTRUSTED_SUPERVISOR` where another user could answer in its place
 */
export async function observeRun(runDirectory: string): Promise<RunObserver | undefined> {
  const directory = path.resolve(runDirectory)
  const published = readPublished(directory, newestGeneration(directory))
  if (published === undefined || !isAlive(published)) return undefined
  const link = await (published.protocol === protocolVersion ? openLink : openPlainLink)(published.address)
  if (typeof link === 'string') return undefined
  const listeners = new Set<(owner: string, entry: JournalEntry) => void>()
  const channel = openChannel<SupervisorCalls, ObserverCalls>(link, {
    entry(owner, entry) {
      for (const listener of listeners) guard(() => listener(owner, entry))
    },
  })
  const closed = link.closed.then(() => {
    void channel.$rejectPendingCalls(({ reject }) => reject(new Error('The supervisor of the run is gone.')))
    channel.$close()
  })
  const welcome = await channel.$call('hello', { protocol: protocolVersion, role: 'observer' })
  if (welcome.protocol !== protocolVersion) {
    link.close()
    throw new ProtocolMismatchError({
      ours: protocolVersion,
      theirs: welcome.protocol,
      supervisorPath: welcome.path,
    })
  }
  return {
    state: () => channel.$call('observe'),
    onEntry(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    closed,
    close: () => link.close(),
  }
}
