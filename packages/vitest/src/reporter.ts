import { painter, scopeText, timeline, type Painter, type ShownScope } from '@curfew/core/runner'
import process from 'node:process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { isVerdictArtifact } from './verdict-artifact.ts'

export { timeline }
export type { Painter }
export { verdictArtifact } from './verdict-artifact.ts'
export type { ErrorData, OutcomeData, ServiceVerdictData, VerdictArtifact, VerdictData } from './verdict-artifact.ts'

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
    const { state } = testCase.result()
    for (const [index, { verdict }] of verdicts.entries()) {
      this.#show({
        where: `${testCase.module.relativeModuleId} > ${testCase.fullName}`,
        state: state === 'pending' ? 'skipped' : state,
        attempt: index + 1,
        attempts: verdicts.length,
        durationMs: testCase.diagnostic()?.duration,
        verdict,
      })
    }
  }

  onTestModuleEnd(testModule: TestModule): void {
    const { curfew: verdict } = testModule.meta()
    if (verdict === undefined) return
    const where = testModule.relativeModuleId
    this.#show({ where, state: undefined, attempt: 1, attempts: 1, durationMs: undefined, verdict })
  }

  #show(shown: ShownScope): void {
    process.stdout.write(scopeText(shown, { width: this.#width, paint: painter(process.stdout) }))
  }
}
