import { runInlineSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

const tests = `import { completed, defineServices, processService, threadService } from '@curfew/core'
import { test as base } from '@curfew/vitest'

const test = base.extend(defineServices()
  .service('typed', () => threadService({ module: './load.ts', data: 'typed', mayExit: true }))
  .service('plain', () => threadService({ module: './plain.mjs', mayExit: true }))
  .service('db', () => processService({ command: 'pwd', ports: [], ready: completed() }))
  .service('broken', () => processService({ command: process.execPath, args: ['-e', 'process.exit(3)'], ports: [], ready: completed() })))
test('services', async ({ typed, plain, db }) => {})
test('broken', async ({ broken }) => {})
`

// Vite itself loads nothing below a folder with # or ?, and no package from below one with %.
test.for(['job%2Flogin größe-日本', '100% ready'])('a project in a folder "%s"', async (below) => {
  const result = await runInlineSuite({
    below,
    files: {
      'a.test.ts': tests,
      'load.ts': `export default ({ data, log }: { data: string; log: any }) => { log.info(data) }`,
      'plain.mjs': `export default ({ log }) => { log.info('plain') }`,
    },
  })

  expect(result.test('services').errors).toEqual([])
  expect(result.test('services').state).toBe('passed')
  expect(result.test('broken').errors[0]?.message).toMatch(/"broken"[^]*exit code 3[^]*Declared at +a\.test\.ts:8:/)
  expect(result.survivors).toEqual([])
})

test('in a monorepo processes run in the root of their project, wherever the runner was started', async () => {
  const one = `import { completed, processService } from '@curfew/core'
import { test } from '@curfew/vitest'
import { note } from '../../events.mjs'
test('one', async () => {
  for (const cwd of [undefined, 'src']) {
    const pwd = await processService({ command: 'pwd', ports: [], ready: completed(), cwd }).start()
    note((await pwd.lastLines())[0]?.text ?? '')
  }
})
`
  const { events, dir, output } = await runInlineSuite({
    files: {
      'packages/a/a.test.ts': one,
      'packages/a/src/x.txt': '',
      'packages/b/b.test.ts': one,
      'packages/b/src/x.txt': '',
    },
    config: `projects: ['a', 'b'].map((name) => ({ extends: true, root: './packages/' + name, test: { name } }))`,
  })

  expect(events.map((text) => text.replace(dir, '')).toSorted(), output).toEqual([
    '/packages/a',
    '/packages/a/src',
    '/packages/b',
    '/packages/b/src',
  ])
})
