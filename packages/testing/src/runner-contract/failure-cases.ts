import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** What is shown of a service that did not start: the user's own code, once, and what to change. */
export const failureCases: RunnerCase[] = [
  {
    title: 'a program that listens at a port of its own: the error says where, and what to change',
    tests: `
      const test = base.extend(defineServices().service('api', () => processService({
        command: process.execPath,
        args: ['-e', "const server = require('net').createServer().listen(0, '127.0.0.1', () => console.log('at ' + server.address().port))"],
        ready: [tcp(), logLine(/^at /)],
        startTimeoutMs: 3_000,
      })))
      test('one', async ({ api }) => {})
    `,
    check({ test }) {
      const [error] = test('one').errors
      const { groups } = /stdout \| at (?<port>\d+)/.exec(`${error?.message}\n${error?.said}`) ?? {}
      expect(error?.message).toContain(`but the service listens at 127.0.0.1:${groups?.['port']}: hand it its port`)
      expect(error?.message).toContain(`ports: { main: ${groups?.['port']} }`)
    },
  },
  {
    title:
      "a failure shows the user's own code, also of what needs it, of several and of a hook; last lines appear once",
    tests: `
      const broken = () => processService({ command: 'sh', args: ['-c', 'echo said once; exit 3'], ports: [], ready: logLine(/never/) })
      const test = base.extend(defineServices()
        .service('db', () => broken())
        .service('api', ({ db }) => looped('api'))
        .service('other', () => broken())
        .service('unmade', () => { throw new RangeError('no template') }))
      test('one', async ({ db }) => {})
      test('needs it', async ({ api }) => {})
      test('two', async ({ db, other }) => {})
      test('factory', async ({ unmade }) => {})
      describe('hook', () => {
        test.beforeEach(({ db }) => {})
        test('of it', () => {})
      })
    `,
    check({ test }) {
      for (const name of ['one', 'needs it', 'two', 'factory', 'hook > of it']) {
        for (const { stack } of test(name).errors) {
          expect(stack).not.toMatch(/@curfew|packages\/core/)
          expect(stack).toMatch(/case-\d+\.test\.ts:\d+/)
        }
        expect(test(name).errors.filter(({ said }) => said.includes('said once'))).toEqual([])
      }
      const [alone] = test('one').errors
      // Where the helper is called, and where it makes the service.
      expect(alone?.message).toMatch(/Declared at +case-\d+\.test\.ts:\d+:\d+, by case-\d+\.test\.ts:\d+:\d+/)
      expect(alone?.message.match(/said once/g)).toHaveLength(1)
      expect(test('needs it').errors[0]?.message).not.toContain('said once')
      const [unmade] = test('factory').errors
      expect(unmade?.message).toMatch(/^The factory of service "unmade" failed: RangeError: no template\n +Declared at/)
    },
  },
  {
    title: 'hints: a program that ends well while it starts, and one whose port is held at another address',
    tests: `
      const { createServer } = process.getBuiltinModule('node:net')
      const stale = createServer()
      let held = 0
      beforeAll(() => new Promise<void>((resolve) => stale.listen(0, '::1', () => { held = (stale.address() as any).port; resolve() })))
      afterAll(() => new Promise((resolve) => stale.close(resolve)))
      const test = base.extend(defineServices()
        .service('returns', () => processService({ command: 'true', ports: [], ready: logLine(/up/), env: { NODE_ENV: 'test' } }))
        .service('both', () => processService({
          command: process.execPath,
          args: ['-e', "require('net').createServer().listen(Number(process.argv[1]), '::')", String(held)],
          ports: { main: held },
          ready: tcp(),
        })))
      test('returns', async ({ returns }) => {})
      test('held', async ({ both }) => { note(String(held)) })
    `,
    check({ test }) {
      const [returns] = test('returns').errors
      expect(returns?.message).toMatch(
        /Hint +it ended as if its work was done: .*NODE_ENV is "test".* Or does it end when/,
      )
      expect(test('held').errors[0]?.message).toMatch(/Hint +\[::1\]:\d+ is held by pid \d+ \(/)
    },
  },
]
