import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** How bytes get from a service to its log, its probes and its records. */
export const outputCases: RunnerCase[] = [
  {
    title: 'a service that wrote 50 MB of lines and obeys SIGTERM is gone as soon as it is dead, read or not',
    tests: `
      const chatty = () => processService({
        command: process.execPath,
        args: ['-e', \`
          const fs = require('node:fs')
          const block = ('x'.repeat(99) + '\\\\n').repeat(10_000)
          for (let i = 0; i < 50; i++) fs.writeSync(1, block)
          process.on('SIGTERM', () => process.exit(0))
          require('net').createServer().listen(Number(process.env.PORT), '127.0.0.1')
        \`],
        env: ({ port }) => ({ PORT: String(port) }),
        ready: tcp(),
      })
      const test = base.extend(defineServices().service('chatty', chatty))
      test('writes', async ({ chatty }) => { note('running') })
      test('next', () => { note('next') })
    `,
    check({ events, test }) {
      expect(events).toEqual(['running', 'next'])
      expect(test('writes')).toMatchObject({ state: 'passed', errors: [] })
    },
  },
  {
    title: 'a one-shot service that prints 1,000,000 lines has completed once it has ended',
    tests: `
      const migration = () => processService({
        command: process.execPath,
        args: ['-e', "const b = Buffer.from(('x'.repeat(99) + '\\\\n').repeat(1000)); for (let i = 0; i < 1000; i++) require('node:fs').writeSync(1, b)"],
        ports: [],
        startTimeoutMs: 60_000,
        ready: completed(),
      })
      const test = base.extend(defineServices().service('migration', migration).service('api', ({ migration }) => looped('api')))
      test('needs it', async ({ api }) => { note('body') })
    `,
    check({ events, test }) {
      expect(events).toEqual(['api up', 'body', 'api down'])
      expect(test('needs it')).toMatchObject({ state: 'passed', errors: [] })
    },
  },
  {
    title: 'a service that opens /dev/stderr anew is ready by what it writes there, and its last lines have it all',
    tests: `
      const script = () => processService({
        command: 'bash',
        args: ['-c', 'echo "a long first line of the start" >/dev/stderr; echo "then ready" | tee /dev/stderr; exec sleep 1000'],
        ports: [],
        ready: logLine(/^then ready$/, { stream: 'stderr' }),
      })
      const test = base.extend(defineServices().service('script', script))
      test('reads', async ({ script }) => {
        const lines = await script.lastLines(10)
        note(lines.filter(({ stream }) => stream === 'stderr').map(({ text }) => text).join(', '))
      })
    `,
    check({ events, test }) {
      expect(events).toEqual(['a long first line of the start, then ready'])
      expect(test('reads').state).toBe('passed')
    },
  },
  {
    title: 'a ready line that comes in two pieces is matched whole, and one behind a carriage return from its begin',
    tests: `
      const said = (script: string, pattern: RegExp) => processService({
        command: process.execPath,
        args: ['-e', script + ';setInterval(() => {}, 1000)'],
        ports: [],
        ready: logLine(pattern, { groups: ['port'] }),
      })
      const test = base.extend(defineServices()
        .service('halves', () => said("process.stdout.write('Listening on port 54'); setTimeout(() => console.log('321'), 400)", /port (?<port>\\d+)/))
        .service('progress', () => said("for (let i = 0; i < 100; i++) process.stdout.write('#'.repeat(1000) + i + ' %\\\\r'); console.log('ready on 17')", /^ready on (?<port>\\d+)/))
        .service('prompt', () => said("process.stdout.write('port 80> ')", /port (?<port>\\d+)/)))
      test('asks', async ({ halves, progress, prompt }) => {
        note([halves, progress, prompt].map(({ groups }) => (groups as { port: string }).port).join(' '))
      })
    `,
    check({ events, test }) {
      expect(test('asks')).toMatchObject({ state: 'passed', errors: [] })
      expect(events).toEqual(['54321 17 80'])
    },
  },
  {
    title: 'a service that floods is ready by the first line that it wrote, and its last lines are there',
    tests: `
      const flood = () => processService({
        command: process.execPath,
        args: ['-e', "const { writeSync } = require('node:fs'); writeSync(1, 'up\\\\n'); const b = Buffer.from(('x'.repeat(99) + '\\\\n').repeat(100)); for (;;) writeSync(1, b)"],
        ports: [],
        maxLogBytes: 1024 * 1024,
        ready: logLine(/^up$/),
      })
      const test = base.extend(defineServices().service('flood', flood))
      test('floods', async ({ flood }) => {
        // It may be ready before it wrote more.
        while ((await flood.lastLines(20)).length < 20) await new Promise((resolve) => setTimeout(resolve, 10))
        await new Promise((resolve) => setTimeout(resolve, 100))
        note('lines: ' + (await flood.lastLines(20)).length)
      })
      test('next', () => { note('next') })
    `,
    check({ events, test }) {
      expect(events).toEqual(['lines: 20', 'next'])
      expect(test('floods')).toMatchObject({ state: 'passed', errors: [] })
    },
  },
]
