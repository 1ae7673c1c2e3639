import { expect, test } from 'vitest'
import { RunNotes } from '../../src/runner/run-notes.ts'
import type { VerdictData } from '../../src/runner/verdict-data.ts'

const verdict = (changes: Partial<VerdictData>): VerdictData =>
  ({ warnings: [], kept: [], services: [], ...changes }) as unknown as VerdictData
const plain = (_style: string, text: string): string => text

test('warnings and kept services are told once, each with where it is of', () => {
  const notes = new RunNotes()
  notes.take('a.test.ts > one', verdict({ warnings: ['db was killed\nafter 5 s'] }))
  notes.take('a.test.ts > two', verdict({}))
  notes.take(
    'a.test.ts',
    verdict({
      kept: [
        {
          name: 'db',
          pid: 7,
          host: '127.0.0.1',
          ports: { main: 5432 },
          logDirectory: '.curfew/runs/r/db',
          declaredAt: 'services.ts:3:4',
          stopCommand: 'kill -- -7',
        },
      ],
    }),
  )
  expect(notes.text(plain)).toMatchInlineSnapshot(`
    "
    curfew: 1 warning
      a.test.ts > one
        db was killed
        after 5 s

    curfew: services of failed tests are still up (keepOnFailure)
      a.test.ts
        db
          pid      7
          address  main 127.0.0.1:5432
          logs     .curfew/runs/r/db
          to stop  kill -- -7
      The next run stops what is still up, and so does sweep() of @curfew/supervisor.
    "
  `)
  expect(notes.text(plain)).toBe('')
})
