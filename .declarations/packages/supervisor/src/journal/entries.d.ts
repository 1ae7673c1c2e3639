import type { ProcessSpawnOrder } from '@curfew/core/process-port';
import type { JournalEntryOf, journalVersion as schemaVersion, SupervisorEntry as StampedEntry } from '@curfew/core/journal';
/**
 * Version of the entries that the supervisor writes. Their schema is core's (docs/journal.md); only its types are taken from
 * there, so that this process does not load core.
 */
export declare const journalVersion: typeof schemaVersion;
type Unstamped<Entry> = Entry extends unknown ? Omit<Entry, 'timeMs'> : never;
/** An entry of the supervisor, before it is stamped with the time. */
export type SupervisorEntry = Unstamped<StampedEntry>;
/** Written before the process exists. Of the environment it holds names only, never a value. */
export type SpawnIntentEntry = Unstamped<JournalEntryOf<'spawn-intent'>>;
export type { FinishedService, StopRequester } from '@curfew/core/journal';
/** What is written of an order before its process exists. */
export declare function spawnIntent({ id, env, log, ...rest }: ProcessSpawnOrder): SpawnIntentEntry;
