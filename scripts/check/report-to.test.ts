import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { countTests } from './count-tests.mjs'
import { reportTo } from './report-to.mjs'

const suite = {
  'tests.test.js': `test('a', () => {}); test('b', () => { throw new Error('b') }); test.skip('c', () => {}); test.todo('d')`,
  'not-loaded.test.js': `throw new Error('not loaded')`,
  'hook.test.js': `afterAll(() => { throw new Error('hook') }); test('e', () => {})`,
}

const runners = {
  vitest: { in: '../..', program: 'vitest.mjs', args: ['run', '--globals'] },
  jest: { in: '../../packages/jest', program: 'bin/jest.js', args: ['--rootDir=.', '--config={}'] },
}

test.for(Object.entries(runners))(
  'the report of %s has its tests, and the files that failed',
  ([runner, { in: dir, program, args }]) => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'curfew-report-')))
    try {
      for (const [name, code] of Object.entries({ ...suite, 'package.json': '{}' }))
        writeFileSync(path.join(folder, name), code)
      mkdirSync(path.join(folder, 'out'))
      const report = path.join(folder, 'out', 'report.json')
      const { resolve } = createRequire(path.resolve(import.meta.dirname, dir, 'package.json'))
      const file = path.join(path.dirname(resolve(`${runner}/package.json`)), program)
      const { status } = spawnSync(process.execPath, [file, ...args, ...reportTo(report, runner)], { cwd: folder })
      const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
      expect(countTests([{ testResults, ok: status === 0 }])).toEqual({ passed: 2, failed: 3 })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

test('a runner without a known report is refused', () => {
  expect(() => reportTo('report.json', 'mocha')).toThrow('mocha')
})
