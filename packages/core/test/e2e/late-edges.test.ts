import { expect, test } from 'vitest'
import { journalOfKilled } from './killed-owner.ts'

test.for([
  { how: 'asks', by: 'asking for it' },
  { how: 'starts', by: 'starting it' },
  { how: 'holds', by: 'a property, found when a stop begins' },
])(
  'an edge found at run time, by $by, with a task between, orders the stop when the owner is SIGKILLed',
  async ({ how }) => {
    const entries = await journalOfKilled('late-edges/owner.mjs', [how], 'all edges are found')
    const names = new Map(
      entries.flatMap((entry) => (entry.event === 'service-declared' ? [[entry.id, entry.service]] : [])),
    )
    const told = entries.flatMap((entry) =>
      entry.event === 'terminate' || entry.event === 'gone' ? [`${entry.event} ${names.get(entry.id)}`] : [],
    )
    expect(told).toEqual(['terminate api', 'gone api', 'terminate db', 'gone db'])
    const late = entries.flatMap((entry) => (entry.event === 'service-needs' ? [[entry.service, entry.needs]] : []))
    expect(late.map(([service, needs]) => [service, (needs as readonly string[]).map((id) => names.get(id))])).toEqual([
      ['api', ['load']],
      ['load', ['db']],
    ])
  },
)
