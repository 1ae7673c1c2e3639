import type { InlineModule, InlineTest } from '@curfew/testing'
import type { CaseTest, CaseVerdict, FileResult, RunnerPrelude } from '@curfew/testing/runner-contract'

/** How a case begins under Vitest; what only Vitest's own cases use is there, too. */
export const vitestPrelude: RunnerPrelude = {
  source: `import { test as base, withServices } from '@curfew/vitest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test as plain, vi } from 'vitest'
import { note as noteEvent } from './events.mjs'

const withLimit = (test: any, name: string, timeoutMs: number, body: (context: any) => unknown) => test(name, { timeout: timeoutMs }, body)
const expectedToFail = (test: any) => test.fails
const retried = (test: any, name: string, times: number, body: (context: any) => unknown) => test(name, { retry: times }, body)
const useFakeTimers = () => vi.useFakeTimers()
const useRealTimers = () => vi.useRealTimers()
`,
  bareSource: `import { test as plain } from 'vitest'
import { note as noteEvent } from './events.mjs'
`,
  fileOf: (index) => `case-${index}.test.ts`,
}

/** What came of one file, as the cases look at it. */
export function fileResultOf({ state, errors, tests }: InlineModule): FileResult {
  return { state, errors: errors.map(({ message }) => message), tests: tests.map(caseTestOf) }
}

function caseTestOf({ name, state, errors, artifacts }: InlineTest): CaseTest {
  return {
    name,
    state,
    // Vitest shows the last lines below the message, with its own comparison of values.
    errors: errors.map(({ message, diff = '', stack = '' }) => ({ message, said: diff, stack })),
    verdicts: artifacts
      .filter(({ type }) => type === '@curfew/vitest:verdict')
      .map(({ verdict }) => verdict as CaseVerdict),
  }
}
