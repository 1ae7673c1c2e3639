import { printable } from '@curfew/protocol'
import { readableLine } from './last-lines.ts'
import type { KeptLine } from './service-log.ts'

/** A labelled fact of a failure, e.g. `['Declared at', 'test/services.ts:12:18']`. */
export type FailureFact = readonly [label: string, value: string]

/** What the text of an error is made of. Empty parts are left out. */
export interface FailureParts {
  /** Who and what happened, one sentence: it is all that a summary shows. */
  readonly headline: string
  /** In the order in which they are read: where declared, started for, stop order, still alive. */
  readonly facts?: readonly FailureFact[] | undefined
  /** Of the service that failed, oldest first. */
  readonly lastLines?: readonly KeptLine[] | undefined
  /** How many lines there were, where more were written than are given. */
  readonly totalLines?: number | undefined
  /** Each setting that changes it, with its place and unit, from narrow to wide. */
  readonly knobs?: readonly string[] | undefined
  readonly code?: string | undefined
}

const linesShown = 20
/** The log has the whole line. */
const lineBytes = 400

/**
 * The text of an error: headline, facts in one column, last lines, then what to change, from narrow to wide.
 *
 * ```
 * Service "api" did not stop within 5000 ms after SIGTERM; SIGKILL was sent and pid 4711 is still alive.
 *   Declared at  test/services.ts:12:18
 *   Last lines   (2 of 212)
 *     stderr | closing 3 connections
 *     stderr | still 1 open
 *   To change    stopTimeoutMs of this service (ms) · limits.stopTimeoutMs of curfew (ms)
 *   Code         CURFEW_KILLED
 * ```
 */
export function failureText(parts: FailureParts): string {
  const { headline, facts = [], lastLines = [], knobs = [], code } = parts
  const shown = lastLines.slice(-linesShown)
  const total = Math.max(parts.totalLines ?? 0, lastLines.length)
  const labels = [
    ...facts.map(([label]) => label),
    ...(shown.length > 0 ? ['Last lines'] : []),
    ...(knobs.length > 0 ? ['To change'] : []),
    ...(code === undefined ? [] : ['Code']),
  ]
  const width = Math.max(0, ...labels.map((label) => label.length))
  const row = (label: string, value: string): string => {
    const [first = '', ...more] = value.split('\n')
    return [`  ${label.padEnd(width)}  ${first}`, ...more.map((line) => `  ${' '.repeat(width)}  ${line}`)].join('\n')
  }
  return [
    headline,
    ...facts.map(([label, value]) => row(label, value)),
    ...(shown.length > 0 ? [row('Last lines', `(${shown.length} of ${total})`), ...shown.map(outputRow)] : []),
    ...(knobs.length > 0 ? [row('To change', knobs.join(' · '))] : []),
    ...(code === undefined ? [] : [row('Code', code)]),
  ].join('\n')
}

/** The text of an error without what its service wrote. */
export function withoutLastLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^ *Last lines +\(\d+ of \d+\)$/.test(line) && !/^ {4}\w+ +\|/.test(line))
    .join('\n')
}

/** Whether the text of an error has what its service wrote. */
export function hasLastLines(text: string): boolean {
  return /^ *Last lines +\(\d+ of \d+\)$/m.test(text)
}

function outputRow(line: KeptLine): string {
  return readableLine(line)
    .split(/\r?\n/)
    .map((text) => `    ${line.stream.padEnd(6)} | ${printable(text, lineBytes)}`.trimEnd())
    .join('\n')
}
