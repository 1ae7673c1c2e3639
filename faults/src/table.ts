import type { Cell, Moment, SuiteName } from './cell.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import { jestRunners } from './runners/jest.ts'
import type { Runner } from './runners/runner.ts'
import { vitestRunners } from './runners/vitest.ts'

const moments: readonly Moment[] = ['starting', 'running', 'stopping']
const runners: readonly Runner[] = [...vitestRunners, ...jestRunners]

/** Every cell: all services that make trouble, and for some faults also a chain that obeys, to time it. */
export function allCells(): readonly Cell[] {
  return runners.flatMap((runner) =>
    runner.pools.flatMap((pool) => [
      ...moments.flatMap((moment) =>
        faults
          .filter((fault) => fault.moments?.includes(moment) ?? true)
          .map((fault) => cell(runner, pool, moment, fault, 'hostile')),
      ),
      ...faults.filter(({ name }) => timed.has(name)).map((fault) => cell(runner, pool, 'running', fault, 'obedient')),
    ]),
  )
}

/** Also done to a chain of services that obey at once: the time from fault to gone is ours alone. */
const timed = new Set(['sigkill-main', 'sigint-group'])

/** The cells that are part of every `npm test`: each fault once, and the deaths of the main process in every row. */
export function isFast({ runner, pool, moment, fault, suite }: Cell): boolean {
  if (fault.name === 'sigkill-main') return moment === 'running' && (suite === 'obedient' || pool !== 'vmThreads')
  if (suite === 'obedient') return false
  if (runner === runners[0] && pool === 'forks') {
    return moment === 'running' || (moment === 'stopping' && fault.name === 'sigint-main')
  }
  return moment === 'running' && otherInJest.has(`${runner.name} ${pool} ${fault.name}`)
}

/** What Jest itself does in another way than Vitest. */
const otherInJest = new Set([
  'jest processes sigint-main',
  'jest processes sigkill-worker',
  'jest processes process-exit',
  'jest processes bail',
  'jest processes ctrl-c-watch',
  'jest processes hung',
  'jest inBand sigint-group',
  'jest inBand hung',
])

function cell(runner: Runner, pool: string, moment: Moment, fault: Fault, suite: SuiteName): Cell {
  const row = { runner, pool, moment }
  const reason = fault.notApplicable?.(row)
  return {
    id: `${runner.name}${runner.version}/${pool}/${moment}/${fault.name}${suite === 'hostile' ? '' : `/${suite}`}`,
    ...row,
    fault,
    suite,
    expected: reason === undefined ? { exits: fault.exits(row) } : { notApplicable: reason },
    contrast: reason === undefined ? fault.contrast(suite, row) : { none: reason },
  }
}
