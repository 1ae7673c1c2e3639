import { expect, test } from 'vitest'
import { linesOfInterest } from '../../src/runner/lines-of-interest.ts'
import type { ServiceVerdict, Verdict } from '../../src/scope/verdict.ts'

const line = (timeMs: number, text: string) => ({ timeMs, stream: 'stdout' as const, text })

function service(name: string, changes: Partial<ServiceVerdict> = {}): ServiceVerdict {
  return {
    id: name,
    name,
    runtime: 'process',
    isPlace: false,
    isHosted: true,
    tags: [],
    on: null,
    state: 'stopped',
    needs: [],
    startedAtMs: 1000,
    endedAtMs: 3000,
    outcome: {
      how: 'stopped',
      gone: true,
      errors: [],
      exit: undefined,
      forcedBy: undefined,
      stopTimeoutMs: 5000,
      startMs: 10,
      stopMs: 500,
      left: [],
      suspects: [],
      killed: [],
    },
    lastLines: [line(2400, `${name} works`), line(2800, `${name} shuts down`)],
    ...changes,
  }
}

function explained(...services: readonly ServiceVerdict[]): string {
  return linesOfInterest({ openedAtMs: 1000, closedAtMs: 3000, stopMs: 500, services } as unknown as Verdict, [])
}

test('a service is quoted up to the begin of the close: how it shut down is not why the test failed', () => {
  expect(explained(service('db'))).toContain('db works')
  expect(explained(service('db'))).not.toContain('db shuts down')
})

test('one that was stopped before the close is quoted up to its own stop', () => {
  const text = explained(service('load', { endedAtMs: 2000, lastLines: [line(1400, 'fires'), line(1800, 'ceases')] }))
  expect(text).toContain('fires')
  expect(text).not.toContain('ceases')
})

test('a line that was seen a moment after the stop began may have been written before', () => {
  expect(explained(service('db', { lastLines: [line(2400, 'first'), line(2520, 'late')] }))).toContain('late')
})

test('a service that did not stop as it should is quoted to its end', () => {
  const { outcome } = service('db')
  const killed = { ...outcome!, how: 'killed' as const }
  const failed = { ...outcome!, errors: [new Error('its clean-up failed')] }
  expect(explained(service('db', { outcome: killed }))).toContain('db shuts down')
  expect(explained(service('db', { outcome: failed }))).toContain('db shuts down')
})

test('one that wrote nothing before its stop is quoted all the same; nodes and clusters, which write nothing, are not named', () => {
  const text = explained(
    service('db', { lastLines: [line(2900, 'bye')] }),
    service('cluster', { runtime: 'place', isPlace: true, isHosted: false, lastLines: [] }),
    service('quiet', { lastLines: [] }),
  )
  expect(text).toContain('bye')
  expect(text).toContain('No output: quiet')
  expect(text).not.toContain('cluster')
})

test('what an error shows of a service, itself or as its cause, is not shown again', () => {
  const verdict = { openedAtMs: 1000, closedAtMs: 3000, stopMs: 500, services: [service('db'), service('api')] }
  const crashed = new Error(`Service "db" crashed: exit code 1\n  Last lines  (1 of 1)\n    stdout | db works`)
  const wrapped = new Error('Service "web" was not started: "db", which it needs, did not start.', { cause: crashed })
  for (const shown of [crashed, wrapped, new AggregateError([new Error('mine'), crashed])]) {
    const text = linesOfInterest(verdict as unknown as Verdict, [shown])
    expect(text).toContain('api works')
    expect(text).not.toContain('db works')
  }
  expect(linesOfInterest(verdict as unknown as Verdict, [new Error('Service "db" is mine')])).toContain('db works')
})
