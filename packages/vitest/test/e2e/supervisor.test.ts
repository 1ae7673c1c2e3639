import { runInlineSuite } from '@curfew/testing'
import { caseFiles, supervisorCases, supervisorEnv } from '@curfew/testing/runner-contract'
import { expect, test } from 'vitest'
import { vitestPrelude } from './vitest-prelude.ts'

test.for(supervisorCases)('a run ends well when of its supervisor: $title', async ({ files, env, check }) => {
  const result = await runInlineSuite({
    files: caseFiles(
      files.map((file) => ({ title: '', check() {}, ...file })),
      vitestPrelude,
    ),
    config: 'cache: false',
    env: { ...supervisorEnv, ...env },
  })
  expect([result.exitCode, result.signal], result.output).toEqual([0, null])
  check(result)
})
