import type { Cell } from '../cell.ts'
import { type Finished, isRed } from './finished.ts'

/** The table: a row for each fault and moment, a column for each runner and pool. */
export function tableText(cells: readonly Cell[], finished: readonly Finished[]): string {
  const columns = [...new Set(cells.map((cell) => columnOf(cell)))]
  const rows = [...Map.groupBy(cells, (cell) => rowOf(cell))].map(([name, ofRow]) => [
    name,
    ...columns.map((column) => {
      const cell = ofRow.find((one) => columnOf(one) === column)
      return cell === undefined ? '' : textOf(cell, finished)
    }),
  ])
  return aligned([['', ...columns], ...rows])
}

function textOf(cell: Cell, finished: readonly Finished[]): string {
  if ('notApplicable' in cell.expected) return 'n/a'
  const own = finished.filter((one) => one.cell === cell)
  const curfew = own.filter(({ result }) => result.column === 'curfew')
  const red = curfew.filter((one) => isRed(one)).length
  const verdict =
    curfew.length === 0 ? '–' : red === 0 ? '✓' : curfew.length === 1 ? '✗' : `✗ ${red} of ${curfew.length}`
  const plain = own.find(({ result }) => result.column === 'plain')
  if (plain === undefined) return `${verdict} | –`
  return `${verdict} | ${plain.result.survivors.length} left${isRed(plain) ? ' ✗' : ''}`
}

function columnOf({ runner, pool }: Cell): string {
  return `${runner.name} ${runner.version} ${pool}`
}

function rowOf({ fault, moment, suite }: Cell): string {
  return `${fault.title}${suite === 'hostile' ? '' : ', services that obey'}, while ${moment}`
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
