import type { KnownJournalEntry } from '@curfew/protocol/journal'
import { expect, test } from 'vitest'
import { violationsIn } from '../src/stop-order.ts'

// api → load (a task) → db, as the journal has them.
const declared = [
  { event: 'service-declared', id: 'api', service: 'api', needs: ['load'] },
  { event: 'service-declared', id: 'load', service: 'load', needs: ['db'] },
  { event: 'service-declared', id: 'db', service: 'db', needs: [] },
]
const spawned = [
  { event: 'spawned', id: 'db' },
  { event: 'spawned', id: 'api' },
]
const told = (id: string) => ({ event: 'terminate', id, signal: 'SIGTERM', by: 'supervisor' })
const killed = (id: string) => ({ event: 'kill', id, killTimeoutMs: 2000, by: 'supervisor' })
const gone = (id: string, isGone = true) => ({ event: 'gone', id, gone: isGone, survivors: [], suspects: [] })

function violations(...entries: readonly object[]): readonly string[] {
  return violationsIn([...declared, ...entries] as unknown as readonly KnownJournalEntry[])
}

test('each service is told to end once what needs it is gone', () => {
  expect(violations(...spawned, told('api'), gone('api'), told('db'), gone('db'))).toEqual([])
})

test.for([
  ['told to end', told('db')],
  ['killed', killed('db')],
])('a dependant that lives while its dependency is %s is found, also through a task between them', ([, end]) => {
  expect(violations(...spawned, told('api'), end as object)).toEqual([
    expect.stringContaining('api was alive when db, which it needs, was told to end'),
  ])
})

test('a dependant that exited but left something of its tree alive is not gone', () => {
  expect(violations(...spawned, told('api'), gone('api', false), told('db'))).toHaveLength(1)
})

test('what a service came to need later counts as well', () => {
  const late = { event: 'service-needs', id: 'db', service: 'db', needs: ['disk'] }
  const disk = [
    { event: 'service-declared', id: 'disk', service: 'disk', needs: [] },
    { event: 'spawned', id: 'disk' },
  ]
  expect(violations(...spawned, ...disk, late, told('disk'))).toEqual([
    expect.stringContaining('db was alive when disk, which it needs'),
    expect.stringContaining('api was alive when disk, which it needs'),
  ])
  expect(violations(...spawned, ...disk, late, told('api'), gone('api'), told('db'), gone('db'), told('disk'))).toEqual(
    [],
  )
})

test('a dependant that is spawned after its dependency was told to end is found', () => {
  expect(violations({ event: 'spawned', id: 'db' }, told('db'), { event: 'spawned', id: 'api' })).toEqual([
    expect.stringContaining('api was spawned after db'),
  ])
})

test('a dependant that never became a process holds nobody up', () => {
  expect(violations({ event: 'spawned', id: 'db' }, told('db'))).toEqual([])
})
