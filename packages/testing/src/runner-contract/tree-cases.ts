import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

const launched = `
      import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
      import { tmpdir } from 'node:os'
      import { join } from 'node:path'
      import type { Service } from '@curfew/core'
      const said = join(mkdtempSync(join(tmpdir(), 'curfew-said-')), 'said')
      const ends = "setTimeout(() => { say('ended'); process.exit(0) }, 150)"
      // Runs its command, waits for it, and handles no signal.
      const launched = (onSignal: string, options: object = {}) => processService({
        command: 'perl',
        args: ['-e', 'system { $ARGV[0] } @ARGV', process.execPath, '-e', \`
          const say = (text) => require('fs').appendFileSync(process.env.SAID, text + ';')
          process.on('SIGTERM', () => { say('asked'); \${onSignal} })
          require('net').createServer().listen(Number(process.env.PORT), '127.0.0.1')
        \`],
        env: ({ port }) => ({ PORT: String(port), SAID: said }),
        ready: tcp(),
        ...options,
      })
      let last: Service
      afterAll(() => { rmSync(join(said, '..'), { recursive: true, force: true }) })
      const ended = () => \`\${last.outcome?.how}: \${last.outcome?.killed.map((what) => what.replaceAll(/\\d+/g, 'N').slice(0, 6))}\`
`

/** How the tree of a process ends. */
export const treeCases: RunnerCase[] = [
  {
    title: 'contract 36: a server behind a launcher gets the signal once, and its time to end, before what it needs',
    tests: `
      ${launched}
      const test = base.extend(defineServices()
        .service('db', () => taskService({ async run({ signal }) {
          await untilAborted(signal)
          note(readFileSync(said, 'utf8'))
        } }))
        .service('api', ({ db }) => launched(ends, { stopTimeoutMs: 60_000 })))
      test('one', async ({ api }) => { last = api })
      test('next', () => { note(ended()) })
    `,
    check({ events, test }) {
      expect(test('one')).toMatchObject({ state: 'passed', errors: [] })
      expect(events).toEqual(['asked;ended;', 'stopped: '])
    },
  },
  {
    title:
      'contract 36: a server behind a launcher that ignores the signal for the whole limit is a kill like any other',
    tests: `
      ${launched}
      const services = (options: object) => defineServices().service('api', () => launched('', { stopTimeoutMs: 500, ...options }))
      base.extend(services({}))('fails', async ({ api }) => { last = api })
      plain('killed', () => { note(ended()) })
      base.extend(services({ onKilled: 'warn' }))('warns', async ({ api }) => { last = api })
      plain('killed too', () => { note(ended()) })
    `,
    check({ events, test, errors }) {
      expect(errors('fails')).toEqual([
        'Service "api" was killed: what its main process left did not stop within 500 ms of the service being asked to.',
      ])
      expect(test('fails').errors[0]?.message).toMatch(/Killed +pid \d+ \(/)
      expect(test('warns')).toMatchObject({ state: 'passed', errors: [] })
      expect(events).toEqual(['killed: pid N ', 'killed: pid N '])
    },
  },
  {
    title: 'a start command that goes to the background fails its service, and nothing starts beside what is ended',
    tests: `
      const started = (options: object) => processService({
        command: 'sh',
        args: ['-c', 'setsid "$0" -e "require(\\'net\\').createServer().listen(0, \\'127.0.0.1\\')" &', process.execPath],
        ports: [],
        ...options,
      })
      const test = base.extend(defineServices()
        .service('db', () => started({ ready: completed() }))
        .service('api', ({ db }) => looped('api'))
        .service('job', () => started({ mayExit: true }))
        .service('web', () => processService({
          command: 'sh',
          args: ({ port }) => ['-c', 'setsid "$0" -e "require(\\'net\\').createServer().listen($1, \\'127.0.0.1\\')" "$1" &', process.execPath, String(port)],
          ready: () => false,
        })))
      test('completed', async ({ api }) => { note('body') })
      test('listens', async ({ web }) => { note('body') })
      test('may exit', async ({ job }) => { await job.waitTillStopped(60_000) })
    `,
    check({ events, test, errors }) {
      const background = (name: string) =>
        `Service "${name}" started something in the background: its command ended (exit code 0), and what it left was ended with it.`
      expect(events).toEqual([])
      const [error] = test('completed').errors
      expect(error?.message).toContain(background('db'))
      expect(error?.message).toMatch(/pid \d+ \([^]*in the foreground/)
      expect(errors('listens')).toEqual([background('web')])
      for (const { warnings } of test('listens').verdicts) expect(warnings).toEqual([])
      expect(errors('may exit')).toEqual([background('job')])
    },
  },
  {
    title: 'a program that becomes its clean-up on the signal gets it once',
    tests: `
      ${launched}
      const cleaned = () => processService({
        command: 'sh',
        args: ['-c', 'trap "exec sh -c \\'echo begins >> $0; sleep 0.3; echo ends >> $0\\' $0" TERM; echo up; while :; do sleep 0.02; done', said],
        ports: [],
        ready: logLine(/up/),
        stopTimeoutMs: 60_000,
      })
      base.extend(defineServices().service('app', () => cleaned()))('one', async ({ app }) => { last = app })
      plain('next', () => { note(readFileSync(said, 'utf8').replaceAll('\\n', ';') + ended()) })
    `,
    check({ events, test }) {
      expect(test('one')).toMatchObject({ state: 'passed', errors: [] })
      expect(events).toEqual(['begins;ends;stopped: '])
    },
  },
]
