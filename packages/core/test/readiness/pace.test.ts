import { expect, onTestFinished, test } from 'vitest'
import { Pace } from '../../src/readiness/pace.ts'

/** A pace over a clock that the test moves. */
function pace(): { readonly pace: Pace; passMs(time: number): void } {
  let nowMs = 1_000
  const made = new Pace({ nowMs: () => nowMs, after: () => ({ cancel() {} }) })
  onTestFinished(() => made.end())
  return { pace: made, passMs: (time) => void (nowMs += time) }
}

test('after an unseen attempt: 2 % of the time waited, from 2 to 50 ms', () => {
  const { pace: one, passMs } = pace()
  const delays = [0, 50, 50, 100, 300, 1_500, 3_000].map((time) => {
    passMs(time)
    return one.delayMsAfter('unseen')
  })
  expect(delays).toEqual([2, 2, 2, 4, 10, 40, 50])
})

test('after one that was seen: half as much again each time, from 2 to 50 ms', () => {
  const { pace: one } = pace()
  const delays = Array.from({ length: 10 }, () => Math.round(one.delayMsAfter('seen') * 10) / 10)
  expect(delays).toEqual([2, 3, 4.5, 6.8, 10.1, 15.2, 22.8, 34.2, 50, 50])
})

test('ten that wait at the same time share the shortest delay, until they are over', () => {
  const ten = Array.from({ length: 10 }, () => new Pace({ nowMs: () => 0, after: () => ({ cancel() {} }) }))
  expect(ten[0]!.delayMsAfter('unseen')).toBe(20)
  for (const one of ten.slice(1)) one.end()
  expect(ten[0]!.delayMsAfter('unseen')).toBe(2)
  ten[0]!.end()
})
