import { oldestNode, runJestSuite, type JestResult, type JestSuite } from '@curfew/testing'
import { caseFiles, caseOutcome, runnerCases } from '@curfew/testing/runner-contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { jestPrelude } from './jest-prelude.ts'

const settings = `testEnvironmentOptions: { curfew: { limits: { killTimeoutMs: 3000, startTimeoutMs: 60_000 } } }`

const preset = { config: `preset: '@curfew/jest', ${settings}` }
const environment = { config: `testEnvironment: '@curfew/jest/environment', ${settings}` }

// Both ways to set it up, on this Node and on the oldest one, and each kind of worker at least once: the other combinations
// would tell nothing new, since what differs by the kind of worker is how it ends (`worker-exit.test.ts`).
const ways: Record<string, Pick<JestSuite, 'config' | 'args' | 'node'>> = {
  'the preset, in worker processes': { ...preset, args: ['--maxWorkers=2'] },
  'the environment alone, in band': { ...environment, args: ['--runInBand'] },
  'the preset, in worker threads, on Node 22': {
    ...preset,
    args: ['--maxWorkers=2', '--workerThreads'],
    node: oldestNode(),
  },
  'the environment alone, in worker processes, on Node 22': {
    ...environment,
    args: ['--maxWorkers=2'],
    node: oldestNode(),
  },
}

describe.each(Object.entries(ways))('in Jest, by %s', (way, suite) => {
  let result: JestResult

  beforeAll(async () => {
    result = await runJestSuite({ files: caseFiles(runnerCases, jestPrelude), ...suite })
  })

  for (const [index, { title, check, failsFile }] of runnerCases.entries()) {
    // An environment cannot add to the results of a file, so there is no verdict to look at; what these two cases promise of
    // retries and of last lines without one is in `declaring.test.ts` and in the other cases.
    test.skipIf(/48|45: every/.test(title) && way.includes('environment'))(title, () => {
      const file = result.files.find((one) => one.file === jestPrelude.fileOf(index))
      if (file === undefined) throw new Error(`It was not run:\n${result.output}`)
      check(caseOutcome(index, result.events, file))
      expect(file.errors).toEqual(failsFile === undefined ? [] : [expect.stringMatching(failsFile)])
    })
  }

  test('contract 12, 22: nothing of it lives when the run is over', () => {
    // Without the reporter nobody waits for the supervisor of a worker that has ended: it leaves by itself.
    expect(result.survivors.filter(({ command }) => !command.includes('/supervisor/'))).toEqual([])
    expect(result.output).not.toContain('did not exit')
  })
})
