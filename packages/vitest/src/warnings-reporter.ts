import { keptFooter, keptText } from '@curfew/core/engine'
import process from 'node:process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { painter } from './painter.js'
import { isVerdictArtifact } from './verdict-artifact.js'
import type { VerdictData } from './verdict-data.js'

/** Shows at the end of a run what services were warned of, and which were left up: nothing where there is nothing to say. */
export class WarningsReporter implements Reporter {
  readonly #end: (() => Promise<void>) | undefined
  #warnings: Note[] = []
  #kept: Note[] = []

  /** @param end - what to do at the end of each run */
  constructor(end?: () => Promise<void>) {
    this.#end = end
  }

  onTestCaseArtifactRecord(testCase: TestCase, artifact: { readonly type: string }): void {
    if (!isVerdictArtifact(artifact)) return
    const where = `${testCase.module.relativeModuleId} > ${testCase.fullName}`
    this.#take(where, artifact.verdict)
  }

  onTestModuleEnd(testModule: TestModule): void {
    const { curfew } = testModule.meta()
    if (curfew !== undefined) this.#take(testModule.relativeModuleId, curfew)
  }

  async onTestRunEnd(): Promise<void> {
    this.#show()
    await this.#end?.()
  }

  #take(where: string, verdict: VerdictData): void {
    for (const text of verdict.warnings) this.#warnings.push({ where, text })
    const text = keptText(verdict)
    if (text !== '') this.#kept.push({ where, text })
  }

  #show(): void {
    const [warnings, kept] = [this.#warnings, this.#kept]
    this.#warnings = []
    this.#kept = []
    const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`
    show(count, warnings)
    show('services of failed tests are still up (keepOnFailure)', kept, keptFooter)
  }
}

interface Note {
  readonly where: string
  readonly text: string
}

function show(title: string, notes: readonly Note[], footer?: string): void {
  if (notes.length === 0) return
  const paint = painter(process.stderr)
  const rows = notes.map(({ where, text }) => `  ${paint('dim', where)}\n    ${text.replaceAll('\n', '\n    ')}`)
  const last = footer === undefined ? [] : [`  ${footer}`]
  // Not on standard output, where a reporter may be writing JSON.
  process.stderr.write(`\n${paint('yellow', `curfew: ${title}`)}\n${[...rows, ...last].join('\n')}\n`)
}
