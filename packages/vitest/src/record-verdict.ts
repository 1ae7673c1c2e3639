import type { Verdict } from '@curfew/core/engine'
import { recordArtifact } from 'vitest'
import { verdictData, type VerdictData } from './verdict-data.js'
import type { Task } from './task.js'

/** The type of the artifact that each attempt of a test with services leaves; reporters read it from `testCase.artifacts()`. */
export const verdictArtifact = '@curfew/vitest:verdict'

/** What became of the services of one attempt of a test. */
export interface VerdictArtifact {
  readonly type: typeof verdictArtifact
  readonly verdict: VerdictData
}

/** Hands the verdict to the reporters, in the main process. */
export async function recordVerdict(task: Task, verdict: Verdict): Promise<void> {
  if (verdict.services.length === 0 && verdict.warnings.length === 0) return
  const artifact: VerdictArtifact = { type: verdictArtifact, verdict: verdictData(verdict) }
  await recordArtifact(task as never, artifact as never)
}
