import { expect } from 'vitest'
import { allOutputCase } from './passed-output-cases.ts'
import type { CaseRun, RunnerCase } from './runner-case.ts'

const leaking = `
      import { spawn } from 'node:child_process'
      import { readFileSync } from 'node:fs'
      import { Worker } from 'node:worker_threads'
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

const starting = `
      import { execFile, spawn } from 'node:child_process'
      import { once } from 'node:events'
      import { promisify } from 'node:util'
      import { Worker } from 'node:worker_threads'
      const left: (() => unknown)[] = []
      const untilTurn = () => new Promise((resolve) => setImmediate(resolve))
      const leave = (started: any) => {
        started.unref()
        left.push(() => started instanceof Worker ? started.terminate() : process.kill(started.pid, 'SIGKILL'))
        return started.pid
      }
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
  {
    title:
      'what a test itself starts and leaves fails it: named with pid, command and line, whichever test ran beside it',
    tests: `
      ${starting}
      const test = base.extend(defineServices().service('loop', () => looped('loop')))
      afterAll(async () => Promise.all(left.map((end) => end())))

      test('leaves a process', async ({ loop }) => { note('process ' + leave(spawn('sleep', ['1001'], { detached: true, stdio: 'ignore' }))) })
      test('leaves a thread', async ({ loop }) => { leave(new Worker('setInterval(() => {}, 1000)', { eval: true })) })
      test('asks for no service', async () => { leave(spawn('exec sleep 1002', { shell: true, stdio: 'ignore' })) })
      test('waits', async ({ loop }) => {
        const child = spawn('sleep', ['1003'], { stdio: 'ignore' })
        const thread = new Worker('setInterval(() => {}, 1000)', { eval: true })
        child.kill()
        await Promise.all([once(child, 'exit'), thread.terminate(), promisify(execFile)('true')])
        await expect(promisify(execFile)('/no/such/program')).rejects.toThrow('ENOENT')
      })
      describe('at the same time', () => {
        const started = Promise.withResolvers<void>()
        test.concurrent('one leaves it', async ({ loop }: any) => {
          await untilTurn()
          leave(spawn('sleep', ['1004'], { stdio: 'ignore' }))
          started.resolve()
        })
        test.concurrent('the other does not', async ({ loop }: any) => started.promise)
      })
    `,
    check({ events, test }) {
      const [pid = ''] = events.filter((event) => event.startsWith('process '))
      const [ofProcess] = test('leaves a process').errors
      expect(ofProcess?.message).toContain('One thing that test "leaves a process" started outlived it:')
      expect(ofProcess?.message).toMatch(
        new RegExp(
          String.raw`process +pid ${pid.slice('process '.length)} \(sleep 1001\), started at \S*case-\d+\.test\.ts:\d+:\d+: left alone`,
        ),
      )
      expect(ofProcess?.message).toContain('end it before the test is over, or make it a service')
      expect(test('leaves a thread').errors[0]?.message).toMatch(
        /thread +thread \d+, started at \S*case-\d+\.test\.ts:\d+/,
      )
      expect(test('asks for no service').errors[0]?.message).toMatch(/pid \d+ \(\S+ -c exec sleep 1002\)/)
      expect(test('waits').state).toBe('passed')
      expect(test('at the same time > one leaves it').errors[0]?.message).toContain('(sleep 1004)')
      expect(test('at the same time > the other does not').state).toBe('passed')
    },
  },
  {
    title: 'what is started in beforeAll is of the file',
    tests: `
      ${starting}
      const test = base.extend(defineServices().service('loop', () => looped('loop')))
      // A thread ends with its process: nobody has to be asked to end it.
      beforeAll(() => { leave(new Worker('setInterval(() => {}, 1000)', { eval: true })) })
      test('uses it', async ({ loop }) => {})
    `,
    failsFile: /file "case-\d+\.test\.ts" started outlived it:\n +thread +thread \d+, started at \S*case-\d+/,
    check({ test }) {
      expect(test('uses it').state).toBe('passed')
    },
  },
]

/** Cases of a run of their own, with `keepOnFailure: true, leaks: 'warn', keepOutput: 'all'` and `CI=true` in its environment. */
export const ciCases: readonly RunnerCase[] = [
  {
    title: 'a leak may be a warning',
    tests: `
      ${leaking}
      test('leaves a thread', async ({ api }) => { new Worker('setInterval(() => {}, 1000)', { eval: true }).unref() })
      test('fails', async ({ api }) => { throw new Error('of the body') })
    `,
    check({ test }) {
      expect(test('leaves a process behind').state).toBe('passed')
      expect(test('leaves a thread').state).toBe('passed')
      expect(test('fails').state).toBe('failed')
    },
  },
  allOutputCase,
]

/** In a CI nothing is kept, which is said; the warning is shown. */
export function checkCi({ events, survivors, output }: CaseRun): void {
  const pid = events.find((event) => event.startsWith('0|leaked '))?.slice('0|leaked '.length)
  expect(output).toContain('curfew: 2 warnings')
  expect(output).toMatch(/thread +thread \d+, started at/)
  expect(output).toContain(`pid ${pid} (sleep 1000`)
  expect(output.match(/keepOnFailure is ignored, since this is a CI \(the environment has CI=true\)/g)).toHaveLength(1)
  expect(survivors).toEqual([])
}
