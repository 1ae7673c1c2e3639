import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { oldestNode } from '@curfew/testing'
import { describe, expect, test } from 'vitest'
import { runIn, threadProject } from './thread-project.ts'

const folder = threadProject()
// No fixture, since formatter and linter would refuse it.
writeFileSync(join(folder, 'src/syntax-error.ts'), 'export default function ( {')

const expected = {
  './src/enums.ts': ['blue', 4, 3],
  './src/extensionless.ts': ['red', 1, 1],
  './src/extensionless': ['red', 1, 1],
  './src/enums.js': ['blue', 4, 3],
  './src/alias.ts': 'red',
  './src/other/alias.ts': 'the red of another tsconfig',
  './src/classes.ts': 42,
  './src/top-level-await.ts': ['awaited', true],
  './src/module.mts': 'blue',
  './src/common.cts': ['common', 'common.cts'],
  './src/component.tsx': 'tsx',
  './src/script.ts': ['red', 'data'],
  './src/loaded.ts': ['@oxc-node'],
  './src/loaded.mjs': [],
  './src/syntax-error.ts': [expect.stringContaining('syntax-error.ts could not be imported'), expect.anything()],
  './src/fails.ts': [
    expect.stringContaining('RangeError: no number of undefined'),
    expect.stringMatching(/src\/fails\.ts:7:9/),
  ],
  './src/nowhere.ts': [expect.stringContaining('"./src/nowhere.ts" does not exist'), null],
}

describe.for([
  { version: process.version, node: () => process.execPath },
  { version: 'v22.12.0', node: oldestNode },
])('Node $version', ({ version, node }) => {
  test('is the one that is meant', async () => {
    expect(await runIn(folder, node(), '--version')).toBe(`${version}\n`)
  })

  test('modules in TypeScript without a type field', async () => {
    const output = await runIn(folder, node(), 'answers.mjs', ...Object.keys(expected))
    expect(JSON.parse(output)).toEqual(expected)
  })

  test('the same from CommonJS', async () => {
    const output = await runIn(folder, node(), 'answers.cjs', './src/alias.ts', './src/loaded.mjs')
    expect(JSON.parse(output)).toEqual({ './src/alias.ts': 'red', './src/loaded.mjs': [] })
  })

  test('a thread that was forgotten does not keep the process alive', async () => {
    expect(await runIn(folder, node(), 'forgets.mjs')).toBe('started\n')
  })

  test('a thread that is listened to does', async () => {
    expect(await runIn(folder, node(), 'listens.mjs')).toBe('late\n')
  })

  test('options of Node are not inherited, and what a preloaded module prints stays out of the output', async () => {
    const output = await runIn(folder, node(), '--require', './preload.cjs', 'listens.mjs')
    expect(output).toBe('preloaded in main\nlate\n')
  })
})
