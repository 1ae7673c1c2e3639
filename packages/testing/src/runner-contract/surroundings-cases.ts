import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** What the process of the tests is in: its folders, and what a test does to it. */
export const surroundingsCases: RunnerCase[] = [
  {
    title:
      'a relative cwd of a process is below the root of the project, wherever the test went, and so is the default',
    tests: `
      const { mkdirSync } = process.getBuiltinModule('node:fs')
      const { tmpdir } = process.getBuiltinModule('node:os')
      const { isMainThread } = process.getBuiltinModule('node:worker_threads')
      const { pathToFileURL } = process.getBuiltinModule('node:url')
      const root = process.cwd()
      mkdirSync('below/it', { recursive: true })
      const inside = (cwd?: any) => processService({ command: 'pwd', ports: [], ready: completed(), cwd })
      const ways: Record<string, unknown> = {
        none: undefined, dot: '.', name: 'below', path: './below/it', up: 'below/..', absolute: root + '/below',
        url: pathToFileURL(root + '/below/'), text: pathToFileURL(root + '/below').href, function: () => 'below',
      }
      base('all', async () => {
        if (isMainThread) process.chdir(tmpdir())
        for (const [way, cwd] of Object.entries(ways)) {
          const service = await inside(cwd).start()
          const [{ text }] = await service.lastLines()
          note(way + ' ' + text.replace(root, 'root'))
        }
        if (isMainThread) process.chdir(root)
      })
      const test = base.extend(defineServices()
        .service('absent', () => inside('not/there'))
        .service('tilde', () => inside('~/data'))
        .service('web', () => inside(new URL('https://example.test/x'))))
      test('absent', async ({ absent }) => {})
      test('tilde', async ({ tilde }) => {})
      test('web', async ({ web }) => {})
    `,
    check({ events, errors, test }) {
      expect(test('all').errors).toEqual([])
      expect(events).toEqual([
        'none root',
        'dot root',
        'name root/below',
        'path root/below/it',
        'up root',
        'absolute root/below',
        'url root/below',
        'text root/below',
        'function root/below',
      ])
      expect(errors('absent')[0]).toMatch(/"absent".* in \/.*\/not\/there: the working directory does not exist/)
      expect(errors('tilde')[0]).toMatch(/"tilde".*cwd has a "~".*os\.homedir\(\)/)
      expect(errors('web')[0]).toMatch(/"web".*cwd has to be a path or a file: URL.*https:\/\/example\.test\/x/)
    },
  },
  {
    title: 'where the working directory was removed, services start and stop, and a crash says what it always says',
    tests: `
      const { mkdtempSync, rmSync } = process.getBuiltinModule('node:fs')
      const { isMainThread } = process.getBuiltinModule('node:worker_threads')
      const root = process.cwd()
      const test = base.extend(defineServices()
        .service('db', () => server())
        .service('late', () => server())
        .service('loop', () => looped('loop'))
        .service('broken', () => processService({ command: './not-there', ports: [] })))
      const leave = () => {
        const folder = mkdtempSync(root + '/gone-')
        // Threads have the working directory of their process.
        if (isMainThread) process.chdir(folder)
        rmSync(folder, { recursive: true })
      }
      afterEach(() => { if (isMainThread) process.chdir(root) })
      test('works', async ({ db, scope }) => {
        leave()
        await scope.get('late')
        await scope.get('loop')
        await db.stop()
      })
      test('does not start', async ({ scope }) => { leave(); await scope.get('broken') })
      withLimit(test, 'crash', 60_000, async ({ db }) => {
        leave()
        process.kill(db.pid, 'SIGKILL')
        await new Promise(() => {})
      })
    `,
    check({ events, errors, test }) {
      expect(test('works').errors).toEqual([])
      expect(events).toEqual(['loop up', 'loop down'])
      expect(errors('does not start')[0]).toMatch(/^Service "broken" could not be started: .*not-there does not exist/)
      expect(errors('crash')).toEqual([expect.stringMatching(/^Service "db" crashed: signal SIGKILL/)])
      expect(test('crash').errors[0]?.message).toMatch(/Declared at +case-\d+\.test\.ts:\d+/)
    },
  },
]
