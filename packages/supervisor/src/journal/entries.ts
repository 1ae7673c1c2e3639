import type { ProcessExit, ProcessInfo, ProcessSpawnOrder } from '@curfew/core/process-port'

/** Version of the entries that the supervisor writes; a reader refuses what it does not know. */
export const journalVersion = 1

/**
 * What the supervisor writes into an owner's journal. The owner's own entries (`record`) stand between them.
 *
 * Together they tell a later supervisor what it would have to take over: a `spawn-intent` without `spawned` or
 * `spawn-failed` may have become a process, which its mark finds; a `spawned` without `gone` may still live.
 */
export type SupervisorEntry =
  | OpenedEntry
  | SpawnIntentEntry
  | {
      readonly event: 'spawned'
      readonly id: string
      readonly pid: number
      readonly startTime: number
      readonly group: number
      readonly containment: string
    }
  | { readonly event: 'spawn-failed'; readonly id: string; readonly code: string; readonly message: string }
  | { readonly event: 'terminate'; readonly id: string; readonly signal: NodeJS.Signals; readonly by: StopRequester }
  | { readonly event: 'kill'; readonly id: string; readonly killTimeoutMs: number; readonly by: StopRequester }
  | ({ readonly event: 'exited'; readonly id: string; readonly asked: boolean } & ProcessExit)
  | {
      readonly event: 'gone'
      readonly id: string
      readonly gone: boolean
      readonly survivors: readonly ProcessInfo[]
      readonly suspects: readonly ProcessInfo[]
    }
  | { readonly event: 'output-dropped'; readonly id: string; readonly stream: string; readonly droppedBytes: number }
  | {
      readonly event: 'ports-leased'
      readonly id: string
      readonly host: string
      readonly ports: Record<string, number>
    }
  | { readonly event: 'ports-released'; readonly id: string }
  | { readonly event: 'owner-closed' | 'owner-died' | 'owner-doomed' | 'owner-back'; readonly left: number }
  | { readonly event: 'owner-finished'; readonly verdict: readonly FinishedService[] }
  | { readonly event: 'entries-lost'; readonly count: number }

/** The first entry of every connection of an owner. */
export interface OpenedEntry {
  readonly event: 'journal'
  readonly version: number
  readonly run: string
  readonly owner: string
  readonly pid: number
  readonly startTime: number
  readonly threadId: number | null
  readonly supervisorPid: number
}

/** Written before the process exists. Of the environment it holds names only, never a value. */
export interface SpawnIntentEntry extends Omit<ProcessSpawnOrder, 'env' | 'log'> {
  readonly event: 'spawn-intent'
  readonly environment: readonly string[]
  readonly logDirectory: string
}

/** Who asked for a stop: the owner, or the supervisor in its place. */
export type StopRequester = 'owner' | 'supervisor'

/** How one service ended when the supervisor stopped it in its owner's place. */
export interface FinishedService {
  readonly id: string
  readonly service: string
  readonly outcome: 'stopped' | 'killed' | 'exited' | 'left-alive'
  readonly durationMs: number
  readonly exit: ProcessExit
  readonly survivors: readonly ProcessInfo[]
}
