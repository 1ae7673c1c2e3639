import { isEmptyVerdict, verdictData, type Verdict } from '@curfew/core/engine'
import { recordArtifact } from 'vitest'
import { verdictArtifact, type VerdictArtifact } from './verdict-artifact.ts'
import type { Task, TaskFile } from './task.ts'

/** Hands the verdict of one attempt to the reporters, in the main process. */
export async function recordVerdict(task: Task, verdict: Verdict): Promise<void> {
  if (isEmptyVerdict(verdict)) return
  const artifact: VerdictArtifact = { type: verdictArtifact, verdict: verdictData(verdict) }
  const recorded = await recordArtifact(task as never, artifact)
  // The main process has it: the worker would keep those of all tests until the file ends.
  const at = task.artifacts?.indexOf(recorded) ?? -1
  if (at >= 0) task.artifacts?.splice(at, 1)
}

/** Hands the verdict of a file to the reporters, with its result. */
export function recordFileVerdict(file: TaskFile, verdict: Verdict): void {
  if (!isEmptyVerdict(verdict)) file.meta.curfew = verdictData(verdict)
}
