import { test as base } from '@curfew/jest'
import { expect, jest } from '@jest/globals'
import { services } from './services.ts'

const test = base.extend(services)

// #region retries
jest.retryTimes(1)
const pids: number[] = []
test('a retry has new services', ({ api }) => {
  pids.push(api.pid)
  expect(new Set(pids).size).toBe(2)
})
// #endregion retries
