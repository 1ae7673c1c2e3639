import { expect, test } from 'vitest'
import { journalFault, type KnownJournalEntry, type ScopeEntry, type SupervisorEntry } from '@curfew/protocol/journal'
import type { Outcome, Transition } from '../../src/lifecycle/outcome.ts'
import type { JournalEntry } from '@curfew/protocol'
import { transitionEntry, verdictEntry } from '../../src/scope/journal-entries.ts'

const outcome: Outcome = {
  how: 'killed',
  gone: true,
  errors: [
    Object.assign(new Error('killed', { cause: new Error('deep', { cause: 'text' }) }), { code: 'CURFEW_KILLED' }),
  ],
  exit: { code: null, signal: 'SIGKILL', hint: 'out of memory' },
  forcedBy: 'limit',
  stopTimeoutMs: Infinity,
  startMs: 3,
  stopMs: undefined,
  left: [],
  suspects: [],
  killed: ['pid 7 (sleep 1000)'],
}

function step(facts: Pick<Transition, 'from' | 'to' | 'event'> & Partial<Transition>): ScopeEntry {
  return transitionEntry({
    id: 'w1-1-api',
    service: 'api',
    scopeId: 'w1-2-scope',
    timeMs: 10,
    durationMs: 4,
    error: undefined,
    outcome: undefined,
    ...facts,
  })
}

const entries: ScopeEntry[] = [
  step({ from: 'new', to: 'starting', event: 'start' }),
  step({ from: 'starting', to: 'running', event: 'ready' }),
  step({ from: 'running', to: 'stopping', event: 'stop' }),
  step({ from: 'running', to: 'stopping', event: 'exit', error: new TypeError('x') }),
  step({ from: 'stopping', to: 'failed', event: 'break', outcome, error: outcome.errors[0] }),
  step({ from: 'new', to: 'stopped', event: 'stop' }),
  verdictEntry({
    scopeId: 'w1-2-scope',
    kind: 'test',
    name: 'an order survives',
    openedAtMs: 1,
    closedAtMs: 20,
    stopMs: 5,
    services: [],
    stopOrder: ['api'],
    errors: outcome.errors,
    warnings: ['w'],
    kept: [],
  }),
]

test('every entry of a scope is valid, also after a way through JSON', () => {
  for (const entry of entries) expect(journalFault(JSON.parse(JSON.stringify(entry)))).toBeUndefined()
  expect(entries.map((entry) => entry.event)).toEqual([
    'service-starting',
    'service-running',
    'service-stopping',
    'service-stopping',
    'service-ended',
    'service-ended',
    'scope-closed',
  ])
})

test('the end of a service says how, with its errors and their causes', () => {
  expect(JSON.parse(JSON.stringify(entries[4]))).toEqual({
    event: 'service-ended',
    timeMs: 10,
    id: 'w1-1-api',
    service: 'api',
    scopeId: 'w1-2-scope',
    durationMs: 4,
    outcome: {
      how: 'killed',
      gone: true,
      forcedBy: 'limit',
      exit: { code: null, signal: 'SIGKILL', hint: 'out of memory' },
      startMs: 3,
      stopTimeoutMs: null,
      left: [],
      suspects: [],
      killed: ['pid 7 (sleep 1000)'],
    },
    errors: [
      {
        name: 'Error',
        message: 'killed',
        code: 'CURFEW_KILLED',
        cause: { name: 'Error', message: 'deep', cause: { name: 'Error', message: 'text' } },
      },
    ],
  })
})

test('an error that is its own cause ends', () => {
  const circular = new Error('round')
  circular.cause = circular
  const entry = step({ from: 'running', to: 'stopping', event: 'exit', error: circular })
  expect(JSON.stringify(entry).match(/round/g)).toHaveLength(9)
})

test('entries of scope and supervisor are what the process host takes', () => {
  const scope: JournalEntry = {} as ScopeEntry
  const supervisor: JournalEntry = {} as SupervisorEntry
  const known: JournalEntry = {} as KnownJournalEntry
  expect([scope, supervisor, known]).toHaveLength(3)
})
