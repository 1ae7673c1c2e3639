import { mocksOfNetwork, networkMocks, runJestSuite, testsUnder, type JestResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'

const fileOf = (index: number): string => `mock-${index}.test.ts`
/** Those that the kind of module can load, by their place. */
const loadedAs = (compiler: 'esm' | 'swc') =>
  [...mocksOfNetwork.entries()].filter(([, { isEsmOnly }]) => compiler === 'esm' || isEsmOnly !== true)

describe.each(['esm', 'swc'] as const)('in Jest, compiled by %s, the probes ask the service itself', (compiler) => {
  let result: JestResult

  beforeAll(async () => {
    result = await runJestSuite({
      compiler,
      packages: networkMocks,
      files: Object.fromEntries(
        loadedAs(compiler).map(([index, mock]) => [
          fileOf(index),
          `import { test as base } from '@curfew/jest'
import { afterAll, beforeAll } from '@jest/globals'
import { note as noteEvent } from './events.cjs'
const note = (text: string) => noteEvent('${index}|' + text)
${testsUnder(mock)}`,
        ]),
      ),
    })
  })

  for (const [index, { title }] of loadedAs(compiler)) {
    test(`under ${title}`, () => {
      const file = result.files.find((one) => one.file === fileOf(index))
      expect(file?.errors, result.output).toEqual([])
      const failed = file?.tests.flatMap(({ name, errors }) => errors.map(({ message }) => `${name}: ${message}`))
      expect(failed).toEqual([expect.stringMatching(/^never: .*was not ready within 300 ms[^]*connection refused/)])
      const events = result.events.flatMap((event) => (event.startsWith(`${index}|`) ? [event.split('|')[1]] : []))
      expect(events).toEqual(['tcp running', 'http true', 'task asked /health', 'task running'])
    })
  }

  test('no mock was asked for a service, and nothing is left', () => {
    expect(result.output).not.toContain('[MSW]')
    expect(result.survivors).toEqual([])
  })
})
