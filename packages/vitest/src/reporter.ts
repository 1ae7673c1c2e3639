import { painter, timeline, type Painter } from '@curfew/core/engine'
import process from 'node:process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { isVerdictArtifact } from './verdict-artifact.js'

export { timeline }
export type { Painter }
export { verdictArtifact } from './verdict-artifact.js'
export type { ErrorData, OutcomeData, ServiceVerdictData, VerdictArtifact, VerdictData } from './verdict-artifact.js'

/** Options of {@link CurfewReporter}. */
export interface CurfewReporterOptions {
  /** Widest line, in characters. @default that of the terminal, at most 120 */
  readonly width?: number | undefined
}

/**
 * A reporter of Vitest that shows, for each test, which services were started, how long each took, and in which order they
 * were stopped with which outcome. It is used beside another one.
 *
 * @example test: { reporters: ['default', new CurfewReporter()] }
 */
export default class CurfewReporter implements Reporter {
  readonly #width: number

  constructor({ width = Math.min(process.stdout.columns ?? 100, 120) }: CurfewReporterOptions = {}) {
    this.#width = width
  }

  onTestCaseResult(testCase: TestCase): void {
    const verdicts = testCase.artifacts().filter(isVerdictArtifact)
    const paint = painter(process.stdout)
    for (const [index, { verdict }] of verdicts.entries()) {
      const { state } = testCase.result()
      const attempt = verdicts.length > 1 ? ` (attempt ${index + 1} of ${verdicts.length})` : ''
      const { relativeModuleId } = testCase.module
      write([
        '',
        `${mark(paint, state)} ${paint('bold', `${relativeModuleId} > ${testCase.fullName}${attempt}`)}  ${paint('dim', durationText(testCase))}`,
        ...timeline(verdict, { width: this.#width, paint }),
      ])
    }
  }

  onTestModuleEnd(testModule: TestModule): void {
    const { curfew } = testModule.meta()
    if (curfew === undefined) return
    const paint = painter(process.stdout)
    write([
      '',
      `${paint('bold', testModule.relativeModuleId)} ${paint('dim', '(services of the file)')}`,
      ...timeline(curfew, { width: this.#width, paint }),
    ])
  }
}

function durationText(testCase: TestCase): string {
  const durationMs = testCase.diagnostic()?.duration
  return durationMs === undefined ? '' : `${(durationMs / 1000).toFixed(2)} s`
}

function mark(paint: Painter, state: string): string {
  if (state === 'passed') return paint('green', '✓')
  return state === 'failed' ? paint('red', '×') : paint('dim', '↓')
}

function write(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
