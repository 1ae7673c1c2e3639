import type { RunnerPrelude } from '@curfew/testing/runner-contract'

/** How a case of the shared table begins under Jest. */
export const jestPrelude: RunnerPrelude = {
  source: `import { test as base } from '@curfew/jest'
import { test as plain } from '@jest/globals'
import { note as noteEvent } from './events.cjs'

const withLimit = (test: any, name: string, timeoutMs: number, body: (context: any) => unknown) => test(name, body, timeoutMs)
const expectedToFail = (test: any) => test.failing
const retried = (test: any, name: string, times: number, body: (context: any) => unknown) => {
  jest.retryTimes(times)
  test(name, body)
}
const useFakeTimers = () => jest.useFakeTimers()
const useRealTimers = () => jest.useRealTimers()
`,
  bareSource: `import { test as plain } from '@jest/globals'
import { note as noteEvent } from './events.cjs'
`,
  fileOf: (index) => `case-${index}.test.ts`,
}
