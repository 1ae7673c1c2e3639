import { expect } from 'vitest'
import type { CaseRun, RunnerCase } from './runner-case.ts'

/** Cases of a run of their own, with `keepOnFailure: true`; the same under every runner. */
export const keptCases: readonly RunnerCase[] = [
  {
    title: 'keepOnFailure: a test that failed leaves its processes up, and its verdict says so',
    tests: `
      const test = base.extend(defineServices()
        .service('store', { scope: 'file' }, () => server())
        .service('api', ({ store }) => server())
        .service('load', ({ api }) => taskService({ async run({ signal }) { await untilAborted(signal); note('load down') } })))
      test('passes', async ({ api }) => {})
      test('fails', async ({ store, api, load, scope }) => {
        scope.onCleanup(() => note('cleanup'))
        note('store ' + store.pid)
        note('api ' + api.pid)
        throw new Error('of the body')
      })
      expectedToFail(test)('is expected to fail', async ({ api }) => { throw new Error('expected') })
    `,
    check({ events, test }) {
      for (const name of ['passes', 'is expected to fail']) expect(test(name).state).toBe('passed')
      expect(test('fails').state).toBe('failed')
      // A task lives in the worker; and what runs once services are gone does not run while they are not.
      expect(events).toContain('load down')
      expect(events).not.toContain('cleanup')
      const kept = { name: 'api', state: 'kept', outcome: expect.objectContaining({ how: 'kept', gone: false }) }
      expect(test('fails').verdicts[0]?.services).toContainEqual(expect.objectContaining(kept))
    },
  },
  {
    title: 'keepOnFailure: an attempt that is made again leaves nothing',
    tests: `
      const test = base.extend(defineServices().service('api', () => server()))
      let attempts = 0
      retried(test, 'fails once', 1, async ({ api }) => { if (++attempts === 1) throw new Error('the first time') })
    `,
    check({ test }) {
      expect(test('fails once').state).toBe('passed')
    },
  },
]

/** The processes of the test that failed are up after the run, and nothing else is. */
export function checkKept({ events, survivors }: CaseRun): void {
  expect(new Set(survivors.map(({ pid }) => pid))).toEqual(new Set([pidOf(events, 'store'), pidOf(events, 'api')]))
}

/** Where they listen, where their logs are and how to stop them is told. */
export function checkKeptIsTold({ events, output }: CaseRun): void {
  const said = output.slice(output.indexOf('services of failed tests are still up'))
  for (const name of ['store', 'api']) {
    const pid = pidOf(events, name)
    expect(said).toMatch(new RegExp(String.raw`${name}\n\s+pid +${pid}\n\s+address +main 127\.0\.0\.1:\d+`))
    expect(said).toContain(`kill -- -${pid}`)
  }
  expect(said).toContain('.curfew/runs/')
  expect(said).toMatch(/since they live in the worker: load\n/)
}

function pidOf(events: readonly string[], name: string): number {
  const mark = `0|${name} `
  return Number(events.find((event) => event.startsWith(mark))?.slice(mark.length))
}
