import { painter, RunNotes } from '@curfew/core/runner'
import process from 'node:process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { isVerdictArtifact } from './verdict-artifact.ts'

/** Shows at the end of a run what services were warned of, and which were left up: nothing where there is nothing to say. */
export class WarningsReporter implements Reporter {
  readonly #end: (() => Promise<void>) | undefined
  readonly #notes = new RunNotes()

  /** @param end - what to do at the end of each run */
  constructor(end?: () => Promise<void>) {
    this.#end = end
  }

  onTestCaseArtifactRecord(testCase: TestCase, artifact: { readonly type: string }): void {
    if (!isVerdictArtifact(artifact)) return
    this.#notes.take(`${testCase.module.relativeModuleId} > ${testCase.fullName}`, artifact.verdict)
  }

  onTestModuleEnd(testModule: TestModule): void {
    const { curfew } = testModule.meta()
    if (curfew !== undefined) this.#notes.take(testModule.relativeModuleId, curfew)
  }

  async onTestRunEnd(): Promise<void> {
    // Not on standard output, where a reporter may be writing JSON.
    process.stderr.write(this.#notes.text(painter(process.stderr)))
    await this.#end?.()
  }
}
