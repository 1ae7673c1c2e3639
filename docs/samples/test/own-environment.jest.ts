/** @jest-environment ./test/own-environment.ts */
import { test as base } from '@curfew/jest'
import { expect } from '@jest/globals'
import { services } from './services.ts'

const test = base.extend(services)
declare const startedAtMs: number

test('an environment of your own, with services', ({ api }) => {
  expect(startedAtMs).toBeLessThan(Date.now())
  expect(api.isServiceAlive()).toBe(true)
})
