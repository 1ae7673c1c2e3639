import type { Column } from '../cell.ts'
import type { Fault } from '../fault.ts'

/** What a run is made from. */
export interface RunPlan {
  readonly column: Column
  readonly pool: string
  readonly fault: Fault
}

/** One runner in one version: a row of the table for each of its pools. */
export interface Runner {
  readonly name: string
  readonly version: string
  readonly pools: readonly string[]
  /** A folder with the runner and, built and copied, curfew in its `node_modules`; made once, removed at exit. */
  folder(): string
  /**
   * Its configuration, `curfew-runner.mjs` (exports `base`, the typed test of curfew) and `plain-runner.mjs` (exports `test`,
   * `beforeEach` and `afterEach` of the runner): contents by path.
   */
  files(plan: RunPlan): Readonly<Record<string, string>>
  /** The name of a test file. */
  testFile(name: string): string
  /** Program and arguments, for this Node. */
  command(plan: RunPlan, filter?: string): readonly string[]
}
