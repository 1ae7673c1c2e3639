import { expect } from 'vitest'
import type { RunnerCase } from '@curfew/testing/runner-contract'

export const endCases: RunnerCase[] = [
  {
    title: 'contract 21: what Vitest calls when a test is over runs before its services stop, and under fake timers',
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')))
      afterEach(() => { note('afterEach') })
      test('one', async ({ db, onTestFinished }) => {
        onTestFinished(() => { note('onTestFinished') })
        note('body')
      })
      test('until the end', async ({ db }) => { vi.useFakeTimers(); onTestFinished(() => { note('fake') }) })
      test('real again', () => { vi.useRealTimers() })
    `,
    check({ events }) {
      expect(events).toEqual([
        'db up',
        'body',
        'afterEach',
        'onTestFinished',
        'db down',
        'db up',
        'afterEach',
        'fake',
        'db down',
        'afterEach',
      ])
    },
  },
  {
    title: 'contract 12, 38: a test that skips itself stops what was started, and fails where that does not stop',
    tests: `
      const test = base.extend(defineServices()
        .service('db', () => looped('db'))
        .service('deaf', () => taskService({ stopTimeoutMs: 100, run: () => new Promise(() => {}) })))
      test('in the body', async ({ db, skip }) => { skip('not today') })
      test('deaf', async ({ deaf, skip }) => { skip() })
      describe('hook', () => {
        beforeEach(({ skip }) => { skip('not today') })
        test('in a hook', async ({ db }) => { note('body') })
      })
    `,
    check({ events, test, errors }) {
      expect(test('in the body').state).toBe('skipped')
      expect(test('hook > in a hook').state).toBe('skipped')
      expect(events).toEqual(['db up', 'db down', 'db up', 'db down'])
      expect(test('deaf').state).toBe('failed')
      expect(errors('deaf').join()).toMatch(/"deaf"/)
    },
  },
  {
    title: "a failure that Vitest compares keeps its comparison, with the last lines of the test's services below it",
    tests: `
      const test = base.extend(defineServices().service('db', () => looped('db')))
      test('fails', async ({ db }) => { expect(1).toBe(2) })
    `,
    check({ test }) {
      expect(test('fails').errors[0]?.said).toMatch(/^\s*- 2\n\s*\+ 1$|- 2\n\+ 1/m)
      expect(test('fails').errors[0]?.said).toMatch(/\+ 1[^]*db says hello/)
    },
  },
]
