import type { CaseError, CaseOutcome, CaseTest, RunnerCase } from './runner-case.ts'

/**
 * What the tests of a case use, besides what every runner has (`describe expect` and hooks): `note(text)` leaves an event of
 * the case; `looped(name, options)` is a task that notes its life; `server()` is a process that listens. The rest is spelt differently by each runner:
 *
 * - `base` is our `test`, `plain` the runner's own
 * - `withLimit(test, name, timeoutMs, body)`, `retried(test, name, times, body)`, `expectedToFail(test)`
 * - `useFakeTimers()`, `useRealTimers()`
 */
export interface RunnerPrelude {
  /** How a case's test file begins; `noteEvent` is there. */
  readonly source: string
  /** How that of a case begins that imports nothing of the runner package. */
  readonly bareSource: string
  /** Name of the test file of a case. */
  fileOf(index: number): string
}

const common = `
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

const server = () => processService({
  command: process.execPath,
  args: ['-e', "require('net').createServer().listen(Number(process.env.PORT), '127.0.0.1')"],
  env: ({ port }) => ({ PORT: String(port) }),
  ready: tcp(),
})
`

/** One test file per case, by path. */
export function caseFiles(
  cases: readonly RunnerCase[],
  { source, bareSource, fileOf }: RunnerPrelude,
): Record<string, string> {
  return Object.fromEntries(
    cases.map(({ tests, isBare }, index) => [
      fileOf(index),
      `import { completed, defineServices, findServicesFromAllSources, logLine, processService, TaskService, taskService, tcp, threadService } from '@curfew/core'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
${isBare === true ? bareSource : source}${common}
const note = (text: string) => noteEvent('${index}|' + text)
const looped = loopedFor(note)
${tests}
`,
    ]),
  )
}

/** What came of the tests of one file. */
export interface FileResult {
  readonly state: string
  readonly errors: readonly string[]
  readonly tests: readonly CaseTest[]
}

/** What came of the case at that place in the list. */
export function caseOutcome(index: number, events: readonly string[], file: FileResult): CaseOutcome {
  const mark = `${index}|`
  const test = (name: string): CaseTest => {
    const found = file.tests.find((one) => one.name === name)
    if (found === undefined) throw new Error(`There is no test "${name}": ${JSON.stringify(file)}`)
    return found
  }
  return {
    file,
    events: events.filter((event) => event.startsWith(mark)).map((event) => event.slice(mark.length)),
    test,
    errors: (name) => test(name).errors.map(firstLine),
  }
}

function firstLine({ message }: CaseError): string {
  return message.split('\n')[0] ?? ''
}
