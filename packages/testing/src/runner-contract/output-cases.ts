import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.js'

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
]
