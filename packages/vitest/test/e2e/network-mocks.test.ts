import { mocksOfNetwork, networkMocks, runInlineSuite, testsUnder, type InlineResult } from '@curfew/testing'
import { beforeAll, describe, expect, test } from 'vitest'

const fileOf = (index: number): string => `mock-${index}.test.ts`

describe.each([5, 4] as const)('in Vitest %i, the probes ask the service itself', (vitest) => {
  let result: InlineResult

  beforeAll(async () => {
    result = await runInlineSuite({
      vitest,
      packages: networkMocks,
      files: Object.fromEntries(
        mocksOfNetwork.map((mock, index) => [
          fileOf(index),
          `import { test as base } from '@curfew/vitest'
import { afterAll, beforeAll } from 'vitest'
import { note as noteEvent } from './events.mjs'
const note = (text: string) => noteEvent('${index}|' + text)
${testsUnder(mock)}`,
        ]),
      ),
    })
  })

  for (const [index, { title }] of mocksOfNetwork.entries()) {
    test(`under ${title}`, () => {
      const file = result.modules.find((one) => one.file === fileOf(index))
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
