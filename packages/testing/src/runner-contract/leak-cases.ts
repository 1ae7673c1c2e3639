import { expect } from 'vitest'
import type { CaseRun, RunnerCase } from './runner-case.js'

const leaking = `
      import { spawn } from 'node:child_process'
      import { readFileSync } from 'node:fs'
      const test = base.extend(defineServices().service('api', () => server()))
      test('leaves a process behind', async ({ api, scope }) => {
        note('dir ' + scope.tempDir())
        const environment = readFileSync('/proc/' + api.pid + '/environ', 'utf8')
        const env = Object.fromEntries(environment.split('\\0').filter(Boolean).map((line) => line.split(/=(.*)/s)))
        await api.stop()
        // As if it had been on its way when the tree was killed.
        const child = spawn('sleep', ['1000'], { env, detached: true, stdio: 'ignore' })
        child.unref()
        note('leaked ' + child.pid)
      })
`

export const leakCases: RunnerCase[] = [
  {
    title: 'contract 49: what outlives its service fails the test, named with service and place, and is killed',
    tests: `
      ${leaking}
      test('leaves nothing', async ({ api }) => {})
    `,
    check({ events, test }) {
      const [dir = '', leaked = ''] = events
      expect(dir).toContain('/.curfew/runs/')
      const [error] = test('leaves a process behind').errors
      expect(error?.message).toContain('test "leaves a process behind" started outlived its services')
      expect(error?.message).toMatch(
        new RegExp(
          String.raw`process +pid ${leaked.slice('leaked '.length)} \(sleep 1000.*of service "api", declared at \S+:\d+`,
        ),
      )
      expect(error?.message).toContain(`leaks: 'warn'`)
      expect(test('leaves nothing').state).toBe('passed')
    },
  },
]

/** Cases of a run of their own, with `keepOnFailure: true, leaks: 'warn'` and `CI=true` in its environment. */
export const ciCases: readonly RunnerCase[] = [
  {
    title: 'a leak may be a warning',
    tests: `
      ${leaking}
      test('fails', async ({ api }) => { throw new Error('of the body') })
    `,
    check({ test }) {
      expect(test('leaves a process behind').state).toBe('passed')
      expect(test('fails').state).toBe('failed')
    },
  },
]

/** In a CI nothing is kept, which is said; the warning is shown. */
export function checkCi({ events, survivors, output }: CaseRun): void {
  const pid = events.find((event) => event.startsWith('0|leaked '))?.slice('0|leaked '.length)
  expect(output).toContain('curfew: 1 warning')
  expect(output).toContain(`pid ${pid} (sleep 1000`)
  expect(output.match(/keepOnFailure is ignored, since this is a CI \(the environment has CI=true\)/g)).toHaveLength(1)
  expect(survivors).toEqual([])
}
