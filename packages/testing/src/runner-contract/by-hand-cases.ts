import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** What a plain test of the runner's own starts by hand, where the package is imported. */
export const byHandCases: RunnerCase[] = [
  {
    title: 'contract 12: what a plain test whose time is over still does starts nothing',
    tests: `
      void base
      withLimit(plain, 'over', 100, async () => {
        await new Promise((resolve) => setTimeout(resolve, 300))
        class Late extends TaskService { async run() { note('late up') } }
        const error = await new Late().start().then(() => 'none', (caught: Error) => (caught as { code?: string }).code)
        note('late ' + error)
      })
      plain('next', async () => { await new Promise((resolve) => setTimeout(resolve, 600)) })
    `,
    check({ events, test }) {
      expect(events).toEqual(['late CURFEW_SCOPE_CLOSED'])
      expect(test('over').state).toBe('failed')
      expect(test('next').state).toBe('passed')
    },
  },
  {
    title: 'contract 39: a crash of a service that a plain test started fails it at once',
    tests: `
      void base
      let crashNow = () => {}
      class Mine extends TaskService {
        constructor() { super({ mayExit: false }) }
        async run({ signal }: { signal: AbortSignal }) {
          await Promise.race([untilAborted(signal), new Promise((_, reject) => { crashNow = () => reject(new Error('disk is gone')) })])
        }
      }
      withLimit(plain, 'one', 60_000, async () => { await new Mine().start(); crashNow(); await new Promise(() => {}) })
      plain('next', () => { note('next ' + findServicesFromAllSources().names().length) })
    `,
    check({ events, test, errors }) {
      expect(errors('one')).toEqual(['Service "mine" crashed: disk is gone'])
      expect(events).toEqual(['next 0'])
      expect(test('next').state).toBe('passed')
    },
  },
  {
    title: 'whoever holds a stack stops its services, in a file that imports only the core, too',
    isBare: true,
    tests: `
      const services = defineServices()
        .service('db', () => looped('db'))
        .service('api', { needs: ['db'] }, () => looped('api'))
      const ways: Record<string, (list: any) => PromiseLike<unknown>> = {
        stop: (list) => list.stop(),
        kill: (list) => list.findByName('db').kill(),
        graduallyStop: (list) => list.graduallyStop(),
        one: (list) => list.get('db').stop(),
      }
      for (const [way, act] of Object.entries(ways)) plain(way, async () => {
        const stack = await services.start('api', 'db')
        await act(stack.services)
        note(way + ' ' + stack.db.state + ' ' + stack.api.state)
        await stack.stop()
      })
    `,
    check({ events, errors }) {
      for (const way of ['stop', 'kill', 'graduallyStop', 'one']) expect(errors(way)).toEqual([])
      expect(events.filter((event) => / (?!up|down)/.test(event))).toEqual([
        'stop stopped stopped',
        'kill stopped stopped',
        'graduallyStop stopped stopped',
        'one stopped stopped',
      ])
    },
  },
]
