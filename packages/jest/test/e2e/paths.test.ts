import { runJestSuite } from '@curfew/testing'
import { expect, test } from 'vitest'

const tests = `import { completed, defineServices, processService, threadService } from '@curfew/core'
import { test as base } from '@curfew/jest'

const test = base.extend(defineServices()
  .service('typed', () => threadService({ module: './load.ts', data: 'typed', mayExit: true }))
  .service('plain', () => threadService({ module: './plain.mjs', mayExit: true }))
  .service('db', () => processService({ command: 'pwd', ports: [], ready: completed() }))
  .service('broken', () => processService({ command: process.execPath, args: ['-e', 'process.exit(3)'], ports: [], ready: completed() })))
test('services', async ({ typed, plain, db }) => {})
test('broken', async ({ broken }) => {})
`

const folders = ['job%2Flogin #7 größe-日本', '100% ready']

test.for(folders.flatMap((below) => (['swc', 'esm', 'babel'] as const).map((compiler) => ({ below, compiler }))))(
  'a project in a folder "$below", compiled by $compiler',
  async ({ below, compiler }) => {
    const result = await runJestSuite({
      below,
      compiler,
      files: {
        'a.test.ts': tests,
        'load.ts': `export default ({ data, log }: { data: string; log: any }) => { log.info(data) }`,
        'plain.mjs': `export default ({ log }) => { log.info('plain') }`,
      },
    })

    expect(result.test('services').errors, result.output).toEqual([])
    expect(result.test('services').state).toBe('passed')
    expect(result.test('broken').errors[0]?.message).toMatch(/"broken"[^]*exit code 3[^]*Declared at +a\.test\.ts:8:/)
    expect(result.survivors).toEqual([])
  },
)

test('in a monorepo processes run in the root of their project, wherever the runner was started', async () => {
  const one = `import { completed, processService } from '@curfew/core'
import { test } from '@curfew/jest'
import { note } from '../../events.cjs'
test('one', async () => {
  for (const cwd of [undefined, 'src']) {
    const pwd = await processService({ command: 'pwd', ports: [], ready: completed(), cwd }).start()
    note((await pwd.lastLines())[0]?.text ?? '')
  }
})
`
  const { events, dir, output } = await runJestSuite({
    files: {
      'packages/a/a.test.ts': one,
      'packages/a/src/x.txt': '',
      'packages/b/b.test.ts': one,
      'packages/b/src/x.txt': '',
    },
    config: `preset: '@curfew/jest', projects: ['a', 'b'].map((name) => ({
      preset: '@curfew/jest', rootDir: __dirname + '/packages/' + name, displayName: name,
      transform: { '\\\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
    }))`,
  })

  expect(events.map((text) => text.replace(dir, '')).toSorted(), output).toEqual([
    '/packages/a',
    '/packages/a/src',
    '/packages/b',
    '/packages/b/src',
  ])
})
