import { availableParallelism, loadavg } from 'node:os'
import process from 'node:process'
import { median, quantile } from './statistics.ts'

/** The samples of one thing that was measured. */
export interface Measured {
  readonly name: string
  readonly values: readonly number[]
}

/** Says on what, and how busy it is: a figure without that tells nothing. */
export function printMachine(title: string): void {
  const load = loadavg()[0]?.toFixed(1)
  console.log(`\n${title}\n  ${availableParallelism()} cores, load ${load}, Node ${process.version}`)
}

/** Median, quartiles and extremes of each, and how its median compares with that of the first: the floor, or the peer. */
export function printTable(unit: string, rows: readonly Measured[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const floor = median(rows[0]?.values ?? [])
  console.log(`  ${''.padEnd(width)}  median     quartiles          extremes            samples  ratio`)
  for (const { name, values } of rows) {
    const at = (part: number): string => quantile(values, part).toFixed(digitsOf(floor))
    const ratio = rows[0]?.name === name ? '' : `${(median(values) / floor).toFixed(2)} ×`
    console.log(
      `  ${name.padEnd(width)}  ${`${at(0.5)} ${unit}`.padEnd(9)}  ${`${at(0.25)} – ${at(0.75)}`.padEnd(17)}  ` +
        `${`${at(0)} – ${at(1)}`.padEnd(18)}  ${String(values.length).padEnd(7)}  ${ratio}`,
    )
  }
}

function digitsOf(value: number): number {
  return value >= 100 ? 0 : value >= 10 ? 1 : 2
}
