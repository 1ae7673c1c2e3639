// `npm run faults`: breaks real runs in every way of the table, and counts what is left. See CONTRIBUTING.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Cell, Column } from './cell.ts'
import { Report } from './report.ts'
import { runCell } from './run-cell.ts'
import { allCells, isFast } from './table.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    fast: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    column: { type: 'string' },
    output: { type: 'string', default: path.join('.curfew', 'faults.json') },
    list: { type: 'boolean', default: false },
  },
})

const wanted = allCells().filter((cell) => isWanted(cell))
const report = new Report(wanted, process.stdout)

if (wanted.length === 0) {
  console.error(`No cell matches ${values.only.join(', ')}; --list names all.`)
  process.exit(2)
}
if (values.list) {
  for (const { id } of wanted) console.log(id)
  process.exit(0)
}
const repeats = Number(values.repeat)
const work = wanted.flatMap((cell) =>
  Array.from({ length: repeats }, (_, repeat) =>
    columnsOf(cell, repeat).map((column) => ({ cell, column, repeat })),
  ).flat(),
)
const startedAtMs = Date.now()
await Promise.all(Array.from({ length: Number(values.jobs) }, () => worker()))
const summary = report.finish(Date.now() - startedAtMs)
mkdirSync(path.dirname(path.resolve(values.output)), { recursive: true })
writeFileSync(values.output, `${JSON.stringify(summary, undefined, 2)}\n`)
process.exit(summary.red > 0 ? 1 : 0)

async function worker(): Promise<void> {
  for (let next = work.shift(); next !== undefined; next = work.shift()) {
    const { cell, column, repeat } = next
    report.add(cell, await runCell(cell, column, repeat))
  }
}

function isWanted(cell: Cell): boolean {
  if (values.fast && !isFast(cell)) return false
  return values.only.every((pattern) => new RegExp(pattern).test(cell.id))
}

/** The contrast needs no repeats: it is there to show what the lab can see. */
function columnsOf(cell: Cell, repeat: number): readonly Column[] {
  const columns: Column[] = []
  if ('exits' in cell.expected) columns.push('curfew')
  if ('leaks' in cell.contrast && repeat === 0) columns.push('plain')
  return columns.filter((column) => values.column === undefined || column === values.column)
}
