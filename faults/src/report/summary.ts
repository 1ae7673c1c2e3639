import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import process from 'node:process'
import type { Cell } from '../cell.ts'
import { type Finished, isRed } from './finished.ts'

/** Median and maximum, in milliseconds. */
export interface Spread {
  readonly median: number
  readonly max: number
  readonly count: number
}

/** What the machine-readable file holds. */
export interface Summary {
  readonly date: string
  readonly commit: string
  readonly node: string
  readonly cpus: number
  readonly durationMs: number
  readonly cells: number
  readonly runs: number
  readonly red: number
  readonly survivors: number
  readonly orderViolations: number
  readonly wrongExits: number
  /** Cells that do not exist, by reason. */
  readonly notApplicable: Readonly<Record<string, number>>
  /** By fault and suite: from the fault to the first SIGTERM, and until nothing was left. Green runs with curfew only. */
  readonly timings: Readonly<Record<string, { readonly termMs: Spread | null; readonly goneMs: Spread | null }>>
  readonly results: readonly object[]
}

export function summaryOf(cells: readonly Cell[], finished: readonly Finished[], durationMs: number): Summary {
  const curfew = finished.filter(({ result }) => result.column === 'curfew')
  const problems = curfew.flatMap(({ result }) => result.problems)
  const beginning = (text: string): number => problems.filter((problem) => problem.startsWith(text)).length
  const reasons = cells.flatMap(({ expected }) => ('notApplicable' in expected ? [expected.notApplicable] : []))
  return {
    date: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    cpus: cpus().length,
    durationMs,
    cells: cells.length,
    runs: finished.length,
    red: finished.filter((one) => isRed(one)).length,
    survivors: beginning('survivor:'),
    orderViolations: beginning('order:'),
    wrongExits: beginning('exit:'),
    notApplicable: counted(reasons),
    timings: timingsOf(curfew.filter((one) => !isRed(one))),
    results: finished.map(({ cell, result }) => ({
      id: cell.id,
      title: cell.fault.title,
      ...result,
      // Of this machine, and gone or moved by now.
      dir: undefined,
    })),
  }
}

/** What a reader wants to know besides the table. */
export function summaryText(summary: Summary, finished: readonly Finished[]): string {
  const timings = Object.entries(summary.timings).flatMap(([name, { termMs, goneMs }]) => {
    const parts = [termMs && `first SIGTERM after ${text(termMs)}`, goneMs && `gone after ${text(goneMs)}`]
    const known = parts.filter(Boolean)
    return known.length > 0 ? [`${name}: ${known.join(', ')}`] : []
  })
  const notApplicable = Object.entries(summary.notApplicable).map(
    ([reason, count]) => `n/a ${count} of ${summary.cells} cells: ${reason}`,
  )
  const red = finished
    .filter((one) => isRed(one))
    .map(({ cell, result }) => {
      const [first = '', ...more] = result.problems
      return `✗ ${cell.id} [${result.column}] ${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`
    })
  const { runs, survivors, orderViolations, wrongExits, durationMs } = summary
  return [
    ...timings,
    ...notApplicable,
    ...red,
    '',
    `${runs - summary.red} green, ${summary.red} red; ${survivors} survivors, ${orderViolations} broken orders, ${wrongExits} wrong exit codes; ${Math.round(durationMs / 1000)} s`,
  ].join('\n')
}

function text({ median, max, count }: Spread): string {
  return count === 1 ? `${median} ms` : `${median} ms (median of ${count}; at most ${max})`
}

function timingsOf(green: readonly Finished[]): Summary['timings'] {
  const byFault = Map.groupBy(green, ({ cell }) => `${cell.fault.name}, ${cell.suite} services`)
  return Object.fromEntries(
    [...byFault].map(([name, runs]) => [
      name,
      {
        termMs: spread(runs.map(({ result }) => result.termMs)),
        goneMs: spread(runs.map(({ result }) => result.goneMs)),
      },
    ]),
  )
}

function spread(values: readonly (number | undefined)[]): Spread | null {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b)
  const [lower, upper, max] = [known[(known.length - 1) >> 1], known[known.length >> 1], known.at(-1)]
  if (lower === undefined || upper === undefined || max === undefined) return null
  return { median: (lower + upper) / 2, max, count: known.length }
}

function counted(reasons: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, all.length]))
}

/** A sources archive has no history. */
function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}
