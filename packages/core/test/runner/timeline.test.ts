import { describe, expect, test } from 'vitest'
import { plain } from '../../src/runner/painter.ts'
import { stopGroups } from '../../src/runner/stop-groups.ts'
import { timeline } from '../../src/runner/timeline.ts'
import type { OutcomeData, ServiceVerdictData, VerdictData } from '../../src/runner/verdict-data.ts'

const error = { name: 'ServiceCrashedError', message: 'it crashed', code: 'CURFEW_CRASHED' }

function outcome(changes: Partial<OutcomeData> = {}): OutcomeData {
  return {
    how: 'stopped',
    gone: true,
    errors: [],
    exit: undefined,
    forcedBy: undefined,
    stopTimeoutMs: 5000,
    startMs: 100,
    stopMs: 50,
    left: [],
    suspects: [],
    killed: [],
    ...changes,
  }
}

function service(name: string, changes: Partial<ServiceVerdictData> = {}): ServiceVerdictData {
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
    startedAtMs: 0,
    endedAtMs: 1000,
    outcome: outcome(),
    lastLines: [],
    ...changes,
  }
}

function verdict(services: readonly ServiceVerdictData[], warnings: readonly string[] = []): VerdictData {
  return {
    scopeId: 's1',
    kind: 'test',
    name: 'a test',
    openedAtMs: 0,
    closedAtMs: 1000,
    stopMs: 200,
    services,
    stopOrder: [],
    errors: [],
    warnings,
    kept: [],
  }
}

const draw = (...services: readonly ServiceVerdictData[]): string[] =>
  timeline(verdict(services), { width: 90, paint: plain })

describe('timeline', () => {
  test('one line a service in order of start, on one time axis, and the order of the stops', () => {
    expect(
      draw(
        service('api', { needs: ['db'], startedAtMs: 200, endedAtMs: 850, on: 'cluster-node1' }),
        service('db', { endedAtMs: 1000, outcome: outcome({ stopMs: 150 }) }),
        service('schema', {
          needs: ['db'],
          runtime: 'task',
          isHosted: false,
          startedAtMs: 110,
          endedAtMs: 300,
          outcome: outcome({ how: 'exited', startMs: 90, stopMs: 0 }),
        }),
      ).join('\n'),
    ).toMatchInlineSnapshot(`
      " db      process                   ░██████████████▒▒▒  ready in 100 ms  stopped in 150 ms
       schema  task                      ·░░██▒············  ready in 90 ms   completed
       api     process on cluster-node1  ···░░█████████▒▒··  ready in 100 ms  stopped in 50 ms
        stop order  api → db"
    `)
  })

  test('nodes that were up until the end are told in the line of their cluster; one destroyed before has its own', () => {
    const node = (name: string, endedAtMs: number) =>
      service(name, { runtime: 'place', isPlace: true, isHosted: false, on: 'cluster', needs: ['cluster'], endedAtMs })
    const lines = draw(
      service('cluster', { runtime: 'place', isPlace: true, isHosted: false }),
      node('cluster-node1', 990),
      node('cluster-node2', 400),
      node('cluster-node3', 990),
    )
    expect(lines.map((line) => line.replace(/ [·░█▒]+ .*/, '').trimEnd())).toEqual([
      ' cluster        3 nodes',
      ' cluster-node2  node',
      '  stop order  cluster-node2 → cluster',
    ])
  })

  test('the node of a service is named in short where there is one cluster only', () => {
    const onNode = service('api', { on: 'a-node1', needs: ['a-node1'] })
    const nodeOf = (cluster: string) =>
      service(`${cluster}-node1`, { runtime: 'place', isPlace: true, isHosted: false, on: cluster, endedAtMs: 990 })
    const [one] = draw(onNode, nodeOf('a'))
    const [two] = draw(onNode, nodeOf('a'), nodeOf('b'))
    expect([one, two].map((line) => line?.replace(/ [·░█▒]+ .*/, '').trimEnd())).toEqual([
      ' api  process on node1',
      ' api  process on a-node1',
    ])
  })

  test.each<[string, Partial<OutcomeData>]>([
    ['stopped in 50 ms', {}],
    ['completed', { how: 'exited' }],
    ['completed', { how: 'exited', exit: { code: 0, signal: null } }],
    ['exited (exit code 3)', { how: 'exited', exit: { code: 3, signal: null } }],
    ['crashed (SIGKILL)', { how: 'exited', errors: [error], exit: { code: null, signal: 'SIGKILL' } }],
    ['crashed (exit code 0)', { how: 'exited', errors: [error], exit: { code: 0, signal: null } }],
    ['killed after 50 ms (limit)', { how: 'killed', forcedBy: 'limit', errors: [error] }],
    ['killed after 50 ms (asked)', { how: 'killed', forcedBy: 'asked' }],
    ['killed after 50 ms (limit), left alive', { how: 'killed', forcedBy: 'limit', errors: [error], gone: false }],
  ])('says "%s" for how a service ended', (text, changes) => {
    const [line] = draw(service('api', { outcome: outcome(changes) }))
    expect(line?.endsWith(`  ${text}`)).toBe(true)
  })

  test('nothing was started: no line', () => {
    expect(draw(service('api', { startedAtMs: undefined, endedAtMs: undefined, outcome: undefined }))).toEqual([])
  })
})

describe('stop order', () => {
  const stopped = (name: string, fromMs: number, toMs: number, needs: readonly string[] = []) =>
    service(name, { needs, endedAtMs: toMs, outcome: outcome({ stopMs: toMs - fromMs }) })

  test('stops that began together are one group, and what waited for one of them the next', () => {
    const services = [
      stopped('db', 310, 400),
      stopped('api1', 3, 310, ['db']),
      stopped('api2', 0, 275, ['db']),
      stopped('health', 0, 3, ['api1']),
    ]
    expect(stopGroups(services)).toEqual([['health', 'api2'], ['api1'], ['db']])
  })

  test('a service is never in the group of what needs it, however short the stops are', () => {
    expect(stopGroups([stopped('db', 10, 10), stopped('api', 10, 10, ['db'])])).toEqual([['api'], ['db']])
  })

  test('what ended by itself was not stopped, but what crashed is in it', () => {
    const ended = (name: string, errors: OutcomeData['errors']) =>
      service(name, { outcome: outcome({ how: 'exited', errors, stopMs: 0 }) })
    expect(stopGroups([ended('schema', []), ended('api', [error])])).toEqual([['api']])
  })
})
