import process from 'node:process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { painter } from './painter.js'
import { isVerdictArtifact } from './verdict-artifact.js'

/** Shows at the end of a run what services were warned of: nothing where there is nothing to say. */
export class WarningsReporter implements Reporter {
  readonly #end: (() => Promise<void>) | undefined
  #warnings: { readonly where: string; readonly text: string }[] = []

  /** @param end - what to do at the end of each run */
  constructor(end?: () => Promise<void>) {
    this.#end = end
  }

  onTestCaseArtifactRecord(testCase: TestCase, artifact: { readonly type: string }): void {
    if (!isVerdictArtifact(artifact)) return
    const where = `${testCase.module.relativeModuleId} > ${testCase.fullName}`
    for (const text of artifact.verdict.warnings) this.#warnings.push({ where, text })
  }

  onTestModuleEnd(testModule: TestModule): void {
    const { curfew } = testModule.meta()
    for (const text of curfew?.warnings ?? []) this.#warnings.push({ where: testModule.relativeModuleId, text })
  }

  async onTestRunEnd(): Promise<void> {
    this.#show()
    await this.#end?.()
  }

  #show(): void {
    const warnings = this.#warnings
    this.#warnings = []
    if (warnings.length === 0) return
    const paint = painter(process.stderr)
    const title = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`
    const rows = warnings.map(({ where, text }) => `  ${paint('dim', where)}\n    ${text.replaceAll('\n', '\n    ')}`)
    // Not on standard output, where a reporter may be writing JSON.
    process.stderr.write(`\n${paint('yellow', `curfew: ${title}`)}\n${rows.join('\n')}\n`)
  }
}
