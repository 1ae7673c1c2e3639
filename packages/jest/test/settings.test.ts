import { expect, test } from 'vitest'
import { settingsIn } from '../src/settings.ts'

test('options are those of the plugin that are for a worker, under their own names', () => {
  expect(settingsIn({})).toEqual({})
  expect(settingsIn({ url: 'of jsdom', curfew: { keepOnFailure: true, leaks: 'warn', nodes: 'local' } })).toEqual({
    keepOnFailure: true,
    leaks: 'warn',
    nodes: 'local',
  })
})

test('a limit may be infinite, also when Jest hands its configuration on as JSON', () => {
  const options = JSON.parse(JSON.stringify({ curfew: { limits: { startTimeoutMs: Infinity, stopTimeoutMs: 5 } } }))
  expect(settingsIn(options)).toEqual({ limits: { startTimeoutMs: Infinity, stopTimeoutMs: 5 } })
})

test('every wrong option is named', () => {
  expect(() => settingsIn({ curfew: { limits: { stop: 1 }, keep: true, signals: true } })).toThrow(
    /^testEnvironmentOptions\.curfew:\n {2}"limits\.stop" is .*\n {2}"keep" is .*\n {2}"signals" is no option; there are limits, nodes, keepOnFailure, keepOutput, leaks$/,
  )
  expect(() => settingsIn({ curfew: 7 })).toThrow('"options" has to be an object; it is 7')
})
