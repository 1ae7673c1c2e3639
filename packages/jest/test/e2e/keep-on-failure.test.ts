import { runJestSuite, type JestResult } from '@curfew/testing'
import {
  caseFiles,
  caseOutcome,
  checkCi,
  checkKept,
  checkKeptIsTold,
  ciCases,
  keptCases,
} from '@curfew/testing/runner-contract'
import { beforeAll, expect, test } from 'vitest'
import { jestPrelude } from './jest-prelude.ts'

let result: JestResult

beforeAll(async () => {
  result = await runJestSuite({
    files: caseFiles(keptCases, jestPrelude),
    config: `preset: '@curfew/jest', testEnvironmentOptions: { curfew: { keepOnFailure: true } },
      reporters: ['default', ['@curfew/jest/reporter', { timeline: true }]]`,
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

test('keepOnFailure: without a reporter each worker says itself that nothing is kept in a CI', async () => {
  const { output, survivors } = await runJestSuite({
    files: caseFiles(keptCases.slice(0, 1), jestPrelude),
    config: `testEnvironment: '@curfew/jest/environment', testEnvironmentOptions: { curfew: { keepOnFailure: true } }`,
    args: ['--runInBand'],
    env: { CI: '1' },
  })
  expect(output.match(/keepOnFailure is ignored, since this is a CI/g)).toHaveLength(1)
  expect(survivors).toEqual([])
})

test('keepOnFailure: where they listen, where their logs are and how to stop them is told', () => {
  checkKeptIsTold(result)
})

test('the reporter shows the services of each attempt where that is wanted', () => {
  expect(result.output).toMatch(
    /✓ case-1\.test\.ts > fails once \(attempt 2 of 2\) .*\n api +process .*ready in \d+ ms +stopped in \d+ ms/,
  )
})

test('in a CI nothing is kept, which is said; a leak may be a warning, all output may be kept', async () => {
  const ci = await runJestSuite({
    files: caseFiles(ciCases, jestPrelude),
    config: `preset: '@curfew/jest', testEnvironmentOptions: { curfew: { keepOnFailure: true, leaks: 'warn', keepOutput: 'all' } }`,
    env: { CI: 'true' },
  })
  for (const [index, { check }] of ciCases.entries()) {
    const file = ci.files.find((one) => one.file === jestPrelude.fileOf(index))
    if (file === undefined) throw new Error(`It was not run:\n${ci.output}`)
    check(caseOutcome(index, ci.events, file))
  }
  checkCi(ci)
})
