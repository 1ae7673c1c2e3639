import { expect, test } from 'vitest'
import { curfew, type CurfewOptions } from '../src/plugin.ts'

test('good options are taken', () => {
  expect(curfew().name).toBe('curfew')
  expect(curfew({ limits: { stopTimeoutMs: 0 }, keepOnFailure: true, signals: false, root: '.' }).name).toBe('curfew')
})

test('every wrong option is named, whichever process it is for', () => {
  const wrong = { limit: {}, leaks: 'never', signals: 'yes' } as unknown as CurfewOptions
  expect(() => curfew(wrong)).toThrow(
    /^Options of curfew\(\):\n {2}"limit" is .*\n {2}"leaks" has .*\n {2}"signals" has /,
  )
})
