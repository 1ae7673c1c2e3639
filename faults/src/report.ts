import type { Cell } from './cell.ts'
import { lastOutput } from './cell-folder.ts'
import { discard, type CellResult } from './run-cell.ts'

/** What the machine-readable file holds. */
export interface Summary {
  readonly date: string
  readonly durationMs: number
  readonly cells: number
  readonly notApplicable: number
  readonly red: number
  readonly survivors: number
  readonly medians: Readonly<Record<string, Readonly<Record<string, number | null>>>>
  readonly results: readonly object[]
}

/** Prints cells as they are over, and the table at the end. */
export class Report {
  readonly #cells: readonly Cell[]
  readonly #out: NodeJS.WritableStream
  readonly #results: { readonly cell: Cell; readonly result: CellResult }[] = []

  constructor(cells: readonly Cell[], out: NodeJS.WritableStream) {
    this.#cells = cells
    this.#out = out
  }

  add(cell: Cell, result: CellResult): void {
    this.#results.push({ cell, result })
    const { column, problems, exit, termMs, goneMs, durationMs, survivors } = result
    const facts = [
      `exit ${exit}`,
      column === 'plain' ? `${survivors.length} left` : undefined,
      termMs === undefined ? undefined : `SIGTERM ${termMs} ms`,
      goneMs === undefined ? undefined : `gone ${goneMs} ms`,
      `took ${(durationMs / 1000).toFixed(1)} s`,
    ]
    this.#line(`${problems.length === 0 ? '✓' : '✗'} ${cell.id} [${column}] ${facts.filter(Boolean).join(', ')}`)
    if (problems.length === 0) {
      discard(result)
      return
    }
    for (const problem of problems) this.#line(`    ${problem}`)
    this.#line(`    ${result.dir}`)
    this.#line(lastOutput(result.dir, 12).replaceAll(/^/gm, '    | '))
  }

  finish(durationMs: number): Summary {
    const red = this.#results.filter(({ result }) => result.problems.length > 0)
    const notApplicable = this.#cells.filter(({ expected }) => 'notApplicable' in expected)
    this.#table()
    const medians = this.#medians()
    for (const [name, { termMs, goneMs, count }] of Object.entries(medians)) {
      this.#line(
        `${name}: fault to first SIGTERM ${termMs ?? '–'} ms, to gone ${goneMs ?? '–'} ms (medians of ${count})`,
      )
    }
    const reasons = Map.groupBy(notApplicable, ({ expected }) =>
      'notApplicable' in expected ? expected.notApplicable : '',
    )
    for (const [reason, cells] of reasons) this.#line(`n/a ${cells.length} of ${this.#cells.length}: ${reason}`)
    for (const { cell, result } of red)
      this.#line(
        `✗ ${cell.id} [${result.column}]: ${result.problems[0]}${result.problems.length > 1 ? ` (+${result.problems.length - 1})` : ''}`,
      )
    this.#line(
      `\n${this.#results.length - red.length} cells green, ${red.length} red, in ${Math.round(durationMs / 1000)} s`,
    )
    return {
      date: new Date().toISOString(),
      durationMs,
      cells: this.#cells.length,
      notApplicable: notApplicable.length,
      red: red.length,
      survivors: this.#results.reduce(
        (sum, { result }) => sum + (result.column === 'curfew' ? result.survivors.length : 0),
        0,
      ),
      medians,
      results: this.#results.map(({ cell, result }) => ({ id: cell.id, title: cell.fault.title, ...result })),
    }
  }

  /** A row for each fault and moment, a column for each runner and pool. */
  #table(): void {
    const columns = [...new Set(this.#cells.map((cell) => columnOf(cell)))]
    const rows = [...Map.groupBy(this.#cells, (cell) => rowOf(cell))]
    const width = Math.max(...rows.map(([name]) => name.length))
    this.#line(`\n${''.padEnd(width)}  ${columns.join('  ')}`)
    for (const [name, cells] of rows) {
      const texts = columns.map((column) => {
        const cell = cells.find((one) => columnOf(one) === column)
        return (cell === undefined ? '' : this.#textOf(cell)).padEnd(column.length)
      })
      this.#line(`${name.padEnd(width)}  ${texts.join('  ')}`.trimEnd())
    }
    this.#line(
      '\nIn each cell: with curfew | what the same leaves alive without. ✓ nothing is left, stops in order, exit code as expected.\n',
    )
  }

  #textOf(cell: Cell): string {
    if ('notApplicable' in cell.expected) return 'n/a'
    const results = this.#results.filter((one) => one.cell === cell).map(({ result }) => result)
    const ours = results.filter(({ column }) => column === 'curfew')
    const red = ours.filter(({ problems }) => problems.length > 0).length
    const verdict = ours.length === 0 ? '–' : red === 0 ? '✓' : ours.length === 1 ? '✗' : `✗ ${red}/${ours.length}`
    const plain = results.find(({ column }) => column === 'plain')
    if (plain === undefined) return `${verdict} | –`
    return `${verdict} | ${plain.survivors.length} left${plain.problems.length > 0 ? ' ✗' : ''}`
  }

  #medians(): Record<string, { termMs: number | null; goneMs: number | null; count: number }> {
    const ours = this.#results.filter(({ result }) => result.column === 'curfew' && result.problems.length === 0)
    const byFault = Map.groupBy(ours, ({ cell }) => `${cell.fault.name} (${cell.suite})`)
    return Object.fromEntries(
      [...byFault].map(([name, results]) => [
        name,
        {
          termMs: median(results.map(({ result }) => result.termMs)),
          goneMs: median(results.map(({ result }) => result.goneMs)),
          count: results.length,
        },
      ]),
    )
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`)
  }
}

function columnOf({ runner, pool }: Cell): string {
  return `${runner.name} ${runner.version} ${pool}`
}

function rowOf({ fault, moment, suite }: Cell): string {
  return `${fault.title}${suite === 'hostile' ? '' : ', services that obey'}, while ${moment}`
}

function median(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b)
  if (known.length === 0) return null
  const middle = Math.floor(known.length / 2)
  return known.length % 2 === 1 ? (known[middle] ?? null) : ((known[middle - 1] ?? 0) + (known[middle] ?? 0)) / 2
}
