import { expect, test } from 'vitest'
import type { EngineSettings } from '../../src/engine-contract.ts'
import type { Leak } from '../../src/errors/leak-error.ts'
import { reportLeaks } from '../../src/scope/leaks.ts'
import { World } from './world.ts'

const leakOf = (service: string | undefined, what: string): Leak => ({
  kind: 'process',
  what,
  fate: 'it was killed now',
  service,
  createdAt: undefined,
})

test.each([
  { leaks: 'fail', level: 'error' },
  { leaks: 'warn', level: 'warn' },
  { leaks: 'off', level: undefined },
] as const)(
  'what outlived a service is in the records of that service, with leaks: $leaks',
  async ({ leaks, level }) => {
    const records: unknown[] = []
    const settings: Partial<EngineSettings> = { leaks }
    const world = new World({ db: {}, api: {} })
    world.engine.configure(settings)
    const scope = world.test()
    await world.up(scope, 'db', 'api')
    for (const member of scope.members) {
      const { log } = member
      if (log === undefined) throw new Error('it has no log')
      member.log = Object.assign(log, {
        report: (as: string, message: string, error?: { readonly leaks?: unknown }) =>
          records.push({ service: member.name, as, message, leaks: error?.leaks }),
      })
    }
    const [a, b, own] = [leakOf('db', 'pid 7 (a)'), leakOf('db', 'pid 8 (b)'), leakOf(undefined, 'pid 9 (own)')]
    reportLeaks(scope, [a, own, b])
    expect(records).toEqual(
      level === undefined
        ? []
        : [
            {
              service: 'db',
              as: level,
              message: expect.stringMatching(/^2 things that [^]*pid 7[^]*pid 8/),
              leaks: [a, b],
            },
          ],
    )
    await world.close(scope)
  },
)
