import type { Fault } from './fault.ts'
import type { Runner } from './runners/runner.ts'

/** What the services do when the fault comes. */
export type Moment = 'starting' | 'running' | 'stopping'
/** Which services the suite has: every kind that makes trouble, or three that obey, one on top of the other. */
export type SuiteName = 'hostile' | 'obedient'
/** With curfew, or the same without it. */
export type Column = 'curfew' | 'plain'
/** How the main process of the runner ends: exit code or signal. */
export type Exit = number | NodeJS.Signals

/** One cell of the table. */
export interface Cell {
  /** Also what `--only` is matched with. */
  readonly id: string
  readonly runner: Runner
  readonly pool: string
  readonly moment: Moment
  readonly fault: Fault
  readonly suite: SuiteName
  /** How the run may end with curfew; or why the cell does not exist. */
  readonly expected: { readonly exits: readonly Exit[] } | { readonly notApplicable: string }
  /** Whether the same without curfew leaves something alive; or why there is no such thing. */
  readonly contrast: { readonly leaks: boolean } | { readonly none: string }
}
