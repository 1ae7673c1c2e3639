import type { Cell, Column, Exit } from './cell.ts'
import type { LabEvent } from './evidence.ts'
import type { Seen } from './processes.ts'
import type { StopRecord } from './stop-order.ts'

/** What was found of one cell. */
export interface Findings {
  readonly exit: Exit | undefined
  readonly survivors: readonly Seen[]
  readonly stops: StopRecord
  readonly events: readonly LabEvent[]
}

/** Everything that makes a cell red, one sentence each. */
export function judge(cell: Cell, column: Column, findings: Findings): readonly string[] {
  return column === 'plain' ? judgeContrast(cell, findings) : judgeCurfew(cell, findings)
}

function judgeCurfew({ expected }: Cell, { exit, survivors, stops, events }: Findings): readonly string[] {
  const wrongExit =
    'exits' in expected && exit !== undefined && !expected.exits.includes(exit)
      ? [`exit: ${exit} instead of ${expected.exits.join(' or ')}`]
      : []
  return [
    ...survivors.map(({ pid, command, by }) => `survivor: pid ${pid} (${command}), found by ${by}`),
    ...stops.violations.map((text) => `order: ${text}`),
    ...seenByThemselves(events),
    ...wrongExit,
  ]
}

/** A lab that cannot see a survivor would be green for ever. */
function judgeContrast({ contrast }: Cell, { survivors }: Findings): readonly string[] {
  if ('none' in contrast || contrast.leaks === survivors.length > 0) return []
  if (contrast.leaks) return ['contrast: it should leak, and nothing was found']
  return [`contrast: it should not leak: ${survivors.map(({ command }) => command).join('; ')}`]
}

/** A second witness of the order beside the journal: the services look around when they are told to end. */
function seenByThemselves(events: readonly LabEvent[]): readonly string[] {
  return events
    .filter(({ dependantsAlive = [] }) => dependantsAlive.length > 0)
    .map(
      ({ service, dependantsAlive = [] }) =>
        `order: ${service} was told to end while it saw ${dependantsAlive.join(', ')} alive`,
    )
}
