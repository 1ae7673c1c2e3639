import type { ShownScope } from '@curfew/core/runner'
import type { AttemptReport } from './session.ts'

/** What came of a test file, as far as curfew reads it. */
export interface FileResult {
  readonly curfew?: readonly AttemptReport[] | undefined
  readonly testResults: readonly {
    readonly fullName: string
    readonly status: string
    readonly duration?: number | null | undefined
  }[]
}

/** The services of a file, in the order in which their scopes were closed. */
export function shownScopes(file: string, { curfew = [], testResults }: FileResult): ShownScope[] {
  return curfew.map(({ test, attempt, verdict }) => {
    if (test === null) return { where: file, state: undefined, attempt, attempts: 1, durationMs: undefined, verdict }
    const result = testResults.find(({ fullName }) => fullName === test)
    return {
      where: `${file} > ${test}`,
      state: result?.status === 'passed' || result?.status === 'failed' ? result.status : 'skipped',
      attempt,
      attempts: curfew.filter((other) => other.test === test).length,
      durationMs: result?.duration ?? undefined,
      verdict,
    }
  })
}
