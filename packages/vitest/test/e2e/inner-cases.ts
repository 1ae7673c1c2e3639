import type { InlineModule, InlineResult, InlineTest } from '@curfew/testing'

/** One case: tests that run in a Vitest of their own, together with those of all other cases, and what must come of them. */
export interface InnerCase {
  /** With the numbers of the lifecycle contract that it covers. */
  readonly title: string
  /** Source of the tests. `note(text)` leaves an event of this case; `looped(name, options)` is a task that notes its life. */
  readonly tests: string
  /** The error that the file itself fails with. @default none */
  readonly failsFile?: RegExp
  check(outcome: InnerOutcome): void
}

/** What came of the tests of one case. */
export interface InnerOutcome {
  readonly version: 4 | 5
  readonly events: readonly string[]
  readonly module: InlineModule
  /** The test of that name. */
  test(name: string): InlineTest
  /** First lines of the messages of its errors. */
  errors(name: string): string[]
}

const prelude = `import { defineServices, findServicesFromAllSources, TaskService, taskService } from '@curfew/core'
import { test as base, withServices } from '@curfew/vitest'
import { afterAll, afterEach, aroundEach, beforeAll, beforeEach, describe, expect, onTestFinished, test as plain, vi } from 'vitest'
import { note as noteEvent } from './events.mjs'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }))

const loopedFor = (note: (text: string) => void) => (name: string, options: object = {}) =>
  taskService({
    async run({ signal, log }) {
      note(name + ' up')
      log.info(name + ' says hello')
      await untilAborted(signal)
      log.info(name + ' says goodbye')
      note(name + ' down')
    },
    ...options,
  })
`

/** One test file per case, by path. */
export function innerFiles(cases: readonly InnerCase[]): Record<string, string> {
  return Object.fromEntries(
    cases.map(({ tests }, index) => [
      fileOf(index),
      `${prelude}
const note = (text: string) => noteEvent('${index}|' + text)
const looped = loopedFor(note)
${tests}
`,
    ]),
  )
}

/** What came of the case at that place in the list. */
export function outcomeOf(index: number, version: 4 | 5, result: InlineResult): InnerOutcome {
  const mark = `${index}|`
  const module = result.modules.find(({ file }) => file === fileOf(index))
  if (module === undefined) throw new Error(`${fileOf(index)} was not run:\n${result.output}`)
  const test = (name: string): InlineTest => {
    const found = module.tests.find((one) => one.name === name)
    if (found === undefined) throw new Error(`There is no test "${name}": ${JSON.stringify(module)}`)
    return found
  }
  return {
    version,
    module,
    events: result.events.filter((event) => event.startsWith(mark)).map((event) => event.slice(mark.length)),
    test,
    errors: (name) => test(name).errors.map(({ message }) => message.split('\n')[0] ?? ''),
  }
}

function fileOf(index: number): string {
  return `case-${index}.test.ts`
}
