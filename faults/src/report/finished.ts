import type { Cell } from '../cell.ts'
import type { CellResult } from '../run-cell.ts'

/** A cell that was run once, in one column. */
export interface Finished {
  readonly cell: Cell
  readonly result: CellResult
}

export function isRed({ result }: Finished): boolean {
  return result.problems.length > 0
}
