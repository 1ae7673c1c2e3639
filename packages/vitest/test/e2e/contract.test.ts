import { runInlineSuite, type InlineResult } from '@curfew/testing'
import { caseFiles, caseOutcome, runnerCases } from '@curfew/testing/runner-contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { endCases } from './cases/ends.ts'
import { fixtureCases } from './cases/fixtures.ts'
import { modifierCases } from './cases/modifiers.ts'
import { fileResultOf, vitestPrelude } from './vitest-prelude.ts'

/** What every runner promises, and then what only Vitest has. */
const cases = [...runnerCases, ...endCases, ...modifierCases, ...fixtureCases]

describe.each([5, 4] as const)('in Vitest %i', (version) => {
  let result: InlineResult

  beforeAll(async () => {
    result = await runInlineSuite({
      vitest: version,
      files: caseFiles(cases, vitestPrelude),
      // One realm after the other in the same worker: what a file leaves behind would be seen by the next. Services of a file
      // take longer to start than a hook may.
      config: 'isolate: false, hookTimeout: 2000',
      curfew: `{ limits: { killTimeoutMs: 3000, startTimeoutMs: 60_000 } }`,
    })
  })

  for (const [index, { title, check, failsFile }] of cases.entries()) {
    test(title, () => {
      const module = result.modules.find(({ file }) => file === vitestPrelude.fileOf(index))
      if (module === undefined) throw new Error(`It was not run:\n${result.output}`)
      const file = fileResultOf(module)
      check(caseOutcome(index, result.events, file))
      expect(file.errors).toEqual(failsFile === undefined ? [] : [expect.stringMatching(failsFile)])
    })
  }

  test('contract 12, 22: nothing of it lives when the run is over', () => {
    expect(result.survivors).toEqual([])
    expect(result.unhandledErrors).toEqual([])
  })
})
