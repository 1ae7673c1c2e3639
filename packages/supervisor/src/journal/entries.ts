import type { ProcessSpawnOrder } from '@curfew/protocol'
import type { JournalEntryOf, SupervisorEntry as StampedEntry } from '@curfew/protocol/journal'

type Unstamped<Entry> = Entry extends unknown ? Omit<Entry, 'timeMs'> : never

/** An entry of the supervisor, before it is stamped with the time. */
export type SupervisorEntry = Unstamped<StampedEntry>

/** Written before the process exists. Of the environment it holds names only, never a value. */
export type SpawnIntentEntry = Unstamped<JournalEntryOf<'spawn-intent'>>

/** What is written of an order before its process exists. */
export function spawnIntent({ id, env, log, ...rest }: ProcessSpawnOrder): SpawnIntentEntry {
  return {
    event: 'spawn-intent',
    id,
    ...rest,
    environment: Object.keys(env).toSorted(),
    logDirectory: log.directory,
    maxLogBytes: log.maxLogBytes,
    recordFields: log.fields,
  }
}
