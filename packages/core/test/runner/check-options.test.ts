import { expect, test } from 'vitest'
import { checkOptions, runOptions, workerOptions } from '../../src/runner/check-options.ts'

const messageOf = (options: unknown): string => {
  try {
    checkOptions('Options of curfew()', options, { ...workerOptions, ...runOptions })
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

test('good options are taken', () => {
  expect(messageOf({})).toBe('none')
  expect(
    messageOf({ limits: { stopTimeoutMs: 0, totalStopTimeoutMs: Infinity }, nodes: 'local', signals: false }),
  ).toBe('none')
  expect(messageOf({ nodes: { name: 'local', clusterSize: 5 }, root: '.', limits: undefined })).toBe('none')
  expect(messageOf({ nodes: { module: './nodes.ts', options: { any: 'thing' } } })).toBe('none')
  expect(messageOf({ keepOnFailure: true, leaks: 'warn' })).toBe('none')
})

test('every wrong option is named, with what is expected and what was found', () => {
  expect(messageOf({ limit: {}, limits: { stopTimeoutMs: '5s', stop: 1 }, signals: 'yes', root: 7 }))
    .toMatchInlineSnapshot(`
      "Options of curfew():
        "limit" is no option; there are limits, nodes, keepOnFailure, keepOutput, leaks, signals, root
        "limits.stopTimeoutMs" has to be a number of milliseconds ≥ 0; it is "5s"
        "limits.stop" is no option; there are startTimeoutMs, stopTimeoutMs, killTimeoutMs, cleanupTimeoutMs, totalStartTimeoutMs, totalStopTimeoutMs
        "signals" has to be true or false; it is "yes"
        "root" has to be a path; it is 7"
    `)
  expect(messageOf({ nodes: { name: 'remote' } })).toContain(`"nodes.name" has to be 'local'; it is "remote"`)
  expect(messageOf({ nodes: { name: 'local', clusterSize: 1.5 } })).toContain(
    '"nodes.clusterSize" has to be a whole number > 0',
  )
  expect(messageOf({ nodes: { module: 3 } })).toContain('"nodes.module" has to be a path')
  expect(messageOf({ keepOnFailure: 1 })).toContain('"keepOnFailure" has to be true or false')
  expect(messageOf({ keepOutput: 'none' })).toContain(`"keepOutput" has to be 'failed' or 'all'; it is "none"`)
  expect(messageOf({ leaks: 'ignore' })).toContain(`"leaks" has to be 'fail', 'warn' or 'off'; it is "ignore"`)
  expect(messageOf({ toString: 1 })).toContain('"toString" is no option')
  expect(messageOf(null)).toContain('"options" has to be an object; it is null')
})
