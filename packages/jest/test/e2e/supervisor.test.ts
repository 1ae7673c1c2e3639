import { runJestSuite } from '@curfew/testing'
import { caseFiles, supervisorCases, supervisorEnv } from '@curfew/testing/runner-contract'
import { expect, test } from 'vitest'
import { jestPrelude } from './jest-prelude.ts'

test.for(supervisorCases)('a run ends well when of its supervisor: $title', async ({ files, env, check }) => {
  const result = await runJestSuite({
    files: caseFiles(
      files.map((file) => ({ title: '', check() {}, ...file })),
      jestPrelude,
    ),
    args: ['--maxWorkers=2'],
    env: { ...supervisorEnv, ...env },
  })
  expect([result.exitCode, result.signal], result.output).toEqual([0, null])
  check(result)
})
