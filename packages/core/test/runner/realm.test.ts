import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import {
  CurfewError,
  isCurfewError,
  intoRealm,
  isAggregateError,
  isError,
  raiseErrorsIn,
  type ErrorRealm,
} from '@curfew/protocol'
import { KilledError } from '../../src/errors/stop-errors.ts'
import { BadOptionError } from '../../src/errors/scope-errors.ts'
import { failureOf } from '../../src/scope/verdict.ts'
import { untold } from '../../src/runner/untold.ts'

const other = runInNewContext('globalThis') as ErrorRealm &
  Pick<typeof globalThis, 'Error' | 'AggregateError' | 'RangeError'>

test('a class of a user that has no code of its own matches its own instances only', () => {
  class Own extends CurfewError {}
  class Mine extends BadOptionError {}
  const bad = new BadOptionError('no such option')
  expect([bad instanceof Own, bad instanceof Mine]).toEqual([false, false])
  const own = new Own('own')
  expect([own instanceof Own, own instanceof CurfewError, own instanceof BadOptionError]).toEqual([true, true, false])
  const mine = new Mine('mine')
  expect([mine instanceof Mine, mine instanceof BadOptionError, mine instanceof Own]).toEqual([true, true, false])
})

describe('errors of the realm in which tests run', () => {
  let giveBack: (() => void) | undefined
  afterEach(() => giveBack?.())

  test('are instances of its Error and of their own class, with their stack', () => {
    giveBack = raiseErrorsIn(other)
    const error = new BadOptionError('no such option')
    expect(error instanceof other.Error).toBe(true)
    expect(error instanceof BadOptionError).toBe(true)
    expect(error instanceof CurfewError).toBe(true)
    expect(error instanceof KilledError).toBe(false)
    expect(isCurfewError(error, 'CURFEW_BAD_OPTION')).toBe(true)
    expect(error.name).toBe('BadOptionError')
    expect(error.constructor).toBe(BadOptionError)
    expect(String(error)).toBe('BadOptionError: no such option')
    expect(error.stack).toContain('realm.test.ts')
    expect(Object.keys(error)).toEqual(Object.keys(new BadOptionError('another')))
  })

  test('also those that hold several, and those of a standard class', () => {
    giveBack = raiseErrorsIn(other)
    const several = failureOf([new BadOptionError('one'), new BadOptionError('two')])
    expect(several instanceof other.AggregateError).toBe(true)
    expect(intoRealm(new RangeError('far')) instanceof other.RangeError).toBe(true)
  })

  test('only while tests run there; the last one to ask wins', () => {
    giveBack = raiseErrorsIn(other)
    const third = runInNewContext('globalThis') as ErrorRealm & { readonly Error: ErrorConstructor }
    const giveThirdBack = raiseErrorsIn(third)
    giveBack()
    expect(new BadOptionError('one') instanceof third.Error).toBe(true)
    giveThirdBack()
    expect(new BadOptionError('two') instanceof Error).toBe(true)
  })
})

test('errors of any realm are known as such', () => {
  const foreign: unknown = runInNewContext(`new TypeError('there')`)
  expect(foreign instanceof Error).toBe(false)
  expect(isError(foreign)).toBe(true)
  expect(isError(new DOMException('x'))).toBe(true)
  expect(isError({ message: 'x', stack: 'y' })).toBe(false)
  expect(isAggregateError(runInNewContext(`new AggregateError([1], 'there')`))).toBe(true)
})

test('an error was told if it was the cause or a part of one that was', () => {
  const [cause, part, other1] = [new Error('cause'), new Error('part'), new Error('other')]
  const foreign = (
    runInNewContext('(errors, cause) => new AggregateError(errors, "both", { cause })') as (
      errors: Error[],
      cause: Error,
    ) => Error
  )([part], cause)
  expect(untold([cause, part, other1], [new Error('outer', { cause: foreign })])).toEqual([other1])
})
