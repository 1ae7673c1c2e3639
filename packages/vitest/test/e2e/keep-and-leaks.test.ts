import { runInlineSuite, type InlineResult } from '@curfew/testing'
import {
  caseFiles,
  caseOutcome,
  checkCi,
  checkKept,
  checkKeptIsTold,
  ciCases,
  keptCases,
  type RunnerCase,
} from '@curfew/testing/runner-contract'
import { beforeAll, describe, test } from 'vitest'
import { fileResultOf, vitestPrelude } from './vitest-prelude.ts'

describe.each([5, 4] as const)('keepOnFailure in Vitest %i', (vitest) => {
  let result: InlineResult

  beforeAll(async () => {
    const files = caseFiles(keptCases, vitestPrelude)
    result = await runInlineSuite({ vitest, curfew: '{ keepOnFailure: true }', files })
  })

  for (const [index, { title }] of keptCases.entries()) {
    test(title, () => {
      checkCase(result, keptCases, index)
    })
  }

  test('the processes of the test that failed are up after the run, and nothing else is', () => {
    checkKept(result)
  })

  test('where they listen, where their logs are and how to stop them is told', () => {
    checkKeptIsTold(result)
  })
})

test('in a CI nothing is kept, which is said; a leak may be a warning, all output may be kept', async () => {
  const result = await runInlineSuite({
    curfew: `{ keepOnFailure: true, leaks: 'warn', keepOutput: 'all' }`,
    env: { CI: 'true' },
    files: caseFiles(ciCases, vitestPrelude),
  })
  for (const index of ciCases.keys()) checkCase(result, ciCases, index)
  checkCi(result)
})

function checkCase(result: InlineResult, cases: readonly RunnerCase[], index: number): void {
  const module = result.modules.find(({ file }) => file === vitestPrelude.fileOf(index))
  if (module === undefined) throw new Error(`It was not run:\n${result.output}`)
  cases[index]?.check(caseOutcome(index, result.events, fileResultOf(module)))
}
