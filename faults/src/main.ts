// `npm run faults`: breaks real runs in every way of the table, and counts what is left. README.md says how to read it.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { discard } from './cell-folder.ts'
import type { Cell, Column } from './cell.ts'
import { parseOptions } from './options.ts'
import type { Finished } from './report/finished.ts'
import { progressOf } from './report/progress.ts'
import { resultPage } from './report/result-page.ts'
import { summaryOf, summaryText } from './report/summary.ts'
import { tableText } from './report/table-text.ts'
import { type CellResult, killLeftOver, runCell } from './run-cell.ts'
import { allCells, isFast } from './table.ts'

const args = process.argv.slice(2)
const options = parseOptions(args)
const cells = allCells().filter((cell) => isWanted(cell))
const print = (text: string): void => void process.stdout.write(`${text}\n`)

if (cells.length === 0) {
  print(`No cell matches ${options.only.join(' and ')}; --list names all.`)
  process.exit(2)
}
if (options.list) {
  for (const { id } of cells) print(id)
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void killLeftOver().then(() => process.exit(1))
  })
}

interface Work {
  readonly cell: Cell
  readonly column: Column
  readonly repeat: number
}

const maxMisses = 3
/** Runs that proved nothing, since the fault came after the end of what it was to break. */
let missed = 0
const work = [...workOf()]
const finished: Finished[] = []
const startedAtMs = Date.now()
await Promise.all(Array.from({ length: options.jobs }, () => doWork()))

const summary = summaryOf(cells, finished, Date.now() - startedAtMs)
const table = tableText(cells, finished)
print(`\n${table}`)
print(
  '\nWith curfew (✓: nothing left, stopped in order, exit code as expected) | what the same leaves alive without it.\n',
)
const text = `${summaryText(summary, finished)}${missed > 0 ? `; ${missed} came too late and were run again` : ''}`
print(text)
mkdirSync(path.dirname(options.output), { recursive: true })
writeFileSync(options.output, `${JSON.stringify(summary, undefined, 2)}\n`)
if (options.page !== undefined)
  writeFileSync(options.page, resultPage(summary, { args: withoutPaths(args), table, text }))
print(`All of it: ${options.output}`)
process.exit(summary.red > 0 ? 1 : 0)

async function doWork(): Promise<void> {
  for (let next = work.shift(); next !== undefined; next = work.shift()) {
    const result = await inTime(next)
    finished.push({ cell: next.cell, result })
    print(progressOf({ cell: next.cell, result }, path.join(path.dirname(options.output), 'red-cells')))
  }
}

/** Runs a cell until its fault was there in time, and not after the end of what it was to break. */
async function inTime({ cell, column, repeat }: Work): Promise<CellResult> {
  for (let misses = 1; ; misses += 1) {
    const result = await runCell(cell, column, repeat)
    if (result.isMissed !== true) return result
    discard(result.dir)
    if (misses === maxMisses) return { ...result, problems: [`the lab: its fault came too late, ${misses} times`] }
    missed += 1
    print(`– ${cell.id} [${column}] the fault came too late: once more`)
  }
}

function* workOf(): Generator<Work> {
  for (let repeat = 0; repeat < options.repeat; repeat += 1) {
    for (const cell of cells) {
      if ('exits' in cell.expected && options.column !== 'plain') yield { cell, column: 'curfew', repeat }
      // The contrast needs no repeats: it shows what the lab can see.
      const hasContrast = 'leaks' in cell.contrast && repeat === 0
      if (hasContrast && options.column !== 'curfew') yield { cell, column: 'plain', repeat }
    }
  }
}

/** Where results go says nothing of them. */
function withoutPaths(all: readonly string[]): readonly string[] {
  const isPath = (arg: string | undefined): boolean => arg === '--output' || arg === '--page'
  return all.filter((arg, index) => !isPath(arg) && !isPath(all[index - 1]))
}

function isWanted(cell: Cell): boolean {
  if (options.fast && !isFast(cell)) return false
  return options.only.every((pattern) => pattern.test(cell.id))
}
