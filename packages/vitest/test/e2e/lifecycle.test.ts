import { runInlineSuite, type InlineResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { innerFiles, outcomeOf } from './inner-cases.js'
import { fileCases } from './cases/file.js'
import { fixtureCases } from './cases/fixtures.js'
import { modifierCases } from './cases/modifiers.js'
import { startCases } from './cases/start.js'
import { stopCases } from './cases/stop.js'
import { whileRunningCases } from './cases/while-running.js'

const cases = [...startCases, ...stopCases, ...whileRunningCases, ...modifierCases, ...fixtureCases, ...fileCases]

describe.each([5, 4] as const)('in Vitest %i', (version) => {
  let result: InlineResult

  beforeAll(async () => {
    result = await runInlineSuite({
      vitest: version,
      files: innerFiles(cases),
      // One realm after the other in the same worker: what a file leaves behind would be seen by the next.
      config: 'isolate: false, hookTimeout: 300',
      curfew: `{ limits: { killTimeoutMs: 100, startTimeoutMs: 5000 } }`,
    })
  })

  for (const [index, { title, check, failsFile }] of cases.entries()) {
    test(title, () => {
      const outcome = outcomeOf(index, version, result)
      check(outcome)
      const errors = outcome.module.errors.map(({ message }) => message)
      expect(errors).toEqual(failsFile === undefined ? [] : [expect.stringMatching(failsFile)])
    })
  }

  test('contract 12, 22: nothing of it lives when the run is over', () => {
    expect(result.survivors).toEqual([])
    expect(result.unhandledErrors).toEqual([])
  })
})
