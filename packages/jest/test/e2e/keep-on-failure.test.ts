import { runJestSuite, type JestResult } from '@curfew/testing'
import { caseFiles, caseOutcome, checkKept, keptCases } from '@curfew/testing/runner-contract'
import { beforeAll, expect, test } from 'vitest'
import { jestPrelude } from './jest-prelude.js'

let result: JestResult

beforeAll(async () => {
  result = await runJestSuite({
    files: caseFiles(keptCases, jestPrelude),
    config: `preset: '@curfew/jest', testEnvironmentOptions: { curfew: { keepOnFailure: true } }`,
    args: ['--maxWorkers=2'],
  })
})

for (const [index, { title, check }] of keptCases.entries()) {
  test(title, () => {
    const file = result.files.find((one) => one.file === jestPrelude.fileOf(index))
    if (file === undefined) throw new Error(`It was not run:\n${result.output}`)
    check(caseOutcome(index, result.events, file))
    expect(file.errors).toEqual([])
  })
}

test('keepOnFailure: the processes of the test that failed are up after the run, and nothing else is', () => {
  checkKept(result)
})
