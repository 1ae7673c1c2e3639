import type { Painter } from './painter.ts'
import { timeline, type TimelineOptions } from './timeline.ts'
import type { VerdictData } from './verdict-data.ts'

/** One attempt of a test, or a file, as a reporter shows it. */
export interface ShownScope {
  /** The file, and the test if it is of one. */
  readonly where: string
  /** How the test ended; `undefined` for the services of a file. */
  readonly state: 'passed' | 'failed' | 'skipped' | undefined
  /** From 1. */
  readonly attempt: number
  readonly attempts: number
  readonly durationMs: number | undefined
  readonly verdict: VerdictData
}

/** A heading, and below it the timeline of the services. */
export function scopeText(shown: ShownScope, options: TimelineOptions): string {
  return ['', heading(shown, options.paint), ...timeline(shown.verdict, options), ''].join('\n')
}

function heading({ where, state, attempt, attempts, durationMs }: ShownScope, paint: Painter): string {
  if (state === undefined) return `${paint('bold', where)} ${paint('dim', '(services of the file)')}`
  const tried = attempts > 1 ? ` (attempt ${attempt} of ${attempts})` : ''
  const duration = durationMs === undefined ? '' : `${(durationMs / 1000).toFixed(2)} s`
  return `${mark(paint, state)} ${paint('bold', `${where}${tried}`)}  ${paint('dim', duration)}`
}

function mark(paint: Painter, state: 'passed' | 'failed' | 'skipped'): string {
  if (state === 'passed') return paint('green', '✓')
  return state === 'failed' ? paint('red', '×') : paint('dim', '↓')
}
