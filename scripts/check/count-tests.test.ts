import { expect, test } from 'vitest'
import { countTests } from './count-tests.mjs'

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
})

test('passed and failed tests are summed over runs; skipped ones count as neither', () => {
  const runs = [
    { ok: false, testResults: [file('passed', 'passed', 'skipped'), file('failed', 'failed', 'passed')] },
    { ok: true, testResults: [file('passed', 'passed', 'todo')] },
  ]
  expect(countTests(runs)).toEqual({ passed: 3, failed: 1 })
})

test('a file that fails without a failing test counts as one', () => {
  const runs = [{ ok: false, testResults: [file('failed'), file('failed', 'passed')] }]
  expect(countTests(runs)).toEqual({ passed: 1, failed: 2 })
})

test('a red run without a failing test counts as one', () => {
  expect(countTests([{ ok: false, testResults: [file('passed', 'passed')] }])).toEqual({ passed: 1, failed: 1 })
})

test('no runs are no tests', () => {
  expect(countTests([])).toEqual({ passed: 0, failed: 0 })
})
