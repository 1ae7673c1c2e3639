import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { printMachine, printTable } from './report.ts'
import { median, upperBoundOfMedian } from './statistics.ts'

/** What is compared: runs of the same tests, without and with curfew. */
export interface CostOptions {
  readonly title: string
  readonly tests: number
  readonly pairs: number
  /** In µs a test. */
  readonly limitUs: number
  /** The folder that the commands run in. */
  readonly dir: string
  readonly bare: RunOfTests
  readonly curfew: RunOfTests
}

/** A way to run the tests. */
export interface RunOfTests {
  readonly name: string
  /** Arguments of Node. */
  readonly args: readonly string[]
}

/**
 * Prints what curfew costs a test, in CPU of the whole process tree, by interleaved pairs of runs: the median of their
 * differences and its upper 95 % bound. Returns whether that is within the limit.
 */
export function printCostPerTest({ title, tests, pairs, limitUs, dir, bare, curfew }: CostOptions): boolean {
  const perTestUs = ({ args }: RunOfTests): number => (cpuSeconds(dir, args) / tests) * 1e6
  const pair = (round: number): readonly [number, number] => {
    // Which one goes first alternates, so that a drift of the machine cancels out.
    if (round % 2 === 0) {
      const first = perTestUs(bare)
      return [first, perTestUs(curfew)]
    }
    const first = perTestUs(curfew)
    return [perTestUs(bare), first]
  }
  pair(0) // warms up
  const rounds = Array.from({ length: pairs }, (_, round) => pair(round + 1))
  const differences = rounds.map(([without, with_]) => with_ - without)
  printMachine(title)
  printTable('µs', [
    { name: bare.name, values: rounds.map(([without]) => without) },
    { name: curfew.name, values: rounds.map(([, with_]) => with_) },
  ])
  const upper = upperBoundOfMedian(differences)
  console.log(
    `  curfew: ${median(differences).toFixed(1)} µs more (median of ${pairs} pairs), ` +
      `upper 95 % bound ${upper.toFixed(1)} µs, limit ${limitUs} µs`,
  )
  return upper <= limitUs
}

/** User and system time of Node and all its workers: `times` of the shell counts every descendant that was waited for. */
function cpuSeconds(cwd: string, args: readonly string[]): number {
  const script = '"$0" "$@" >run.log 2>&1 || { cat run.log >&2; exit 1; }; times'
  const times = execFileSync('sh', ['-c', script, process.execPath, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  const children = times.trim().split('\n')[1] ?? ''
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, sec]) => sum + Number(min) * 60 + Number(sec),
    0,
  )
}
