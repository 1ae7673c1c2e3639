import { writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'

// A reporter of Jest, loaded by its path in the main process of an inline suite.

interface AssertionResult {
  readonly title: string
  readonly ancestorTitles: readonly string[]
  readonly status: string
  readonly failureMessages: readonly string[]
  readonly location?: unknown
}

interface FileResult {
  readonly testFilePath: string
  readonly testExecError?: { readonly message?: string; readonly stack?: string }
  readonly failureMessage?: string | null
  readonly numFailingTests: number
  readonly testResults: readonly AssertionResult[]
  readonly curfew?: readonly { readonly test: string | null; readonly verdict: unknown }[]
}

const states: Readonly<Record<string, string>> = { pending: 'skipped', disabled: 'skipped' }

export default class JestInlineReporter {
  readonly #rootDir: string

  constructor({ rootDir }: { readonly rootDir: string }) {
    this.#rootDir = rootDir
  }

  onRunComplete(_contexts: unknown, { testResults }: { readonly testResults: readonly FileResult[] }): void {
    const files = testResults.map((result) => {
      const verdictsOf = (name: string | null): unknown[] =>
        (result.curfew ?? []).filter(({ test }) => test === name).map(({ verdict }) => verdict)
      const { testExecError, failureMessage } = result
      return {
        file: path.relative(this.#rootDir, result.testFilePath),
        state: testExecError !== undefined || result.numFailingTests > 0 ? 'failed' : 'passed',
        errors:
          testExecError === undefined ? [] : [testExecError.stack || testExecError.message || (failureMessage ?? '')],
        verdicts: verdictsOf(null),
        tests: result.testResults.map(({ title, ancestorTitles, status, failureMessages, location }) => ({
          name: [...ancestorTitles, title].join(' > '),
          state: states[status] ?? status,
          errors: failureMessages.map(plain),
          verdicts: verdictsOf([...ancestorTitles, title].join(' ')),
          location,
        })),
      }
    })
    writeFileSync(process.env['CURFEW_INLINE_RESULTS'] ?? 'results.log', JSON.stringify(files))
  }
}

/** Jest tells an error as one text: class and message, what curfew put below it, and the frames. */
function plain(text: string): { message: string; said: string; stack: string } {
  const framesAt = /\n\s+at .*:\d+:\d+/.exec(text)?.index ?? text.length
  const head = text.slice(0, framesAt)
  const saidAt = head.search(/\n\nLast lines of its (?:other )?services/)
  const message = saidAt < 0 ? head : head.slice(0, saidAt)
  return {
    message: message.replace(/^\w*Error: /, '').trim(),
    said: saidAt < 0 ? '' : head.slice(saidAt).trim(),
    stack: text,
  }
}
