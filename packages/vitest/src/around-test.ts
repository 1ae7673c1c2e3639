import { failureOf, type VerdictData } from '@curfew/core/runner'
import { recordArtifact } from 'vitest'
import { Attempt } from './attempt.ts'
import { bridge } from './bridge.ts'
import { joinRun } from './join-run.ts'
import { handOutLiving } from './living.ts'
import { catalogsOf, neededServices } from './needs.ts'
import { letGoOfFixtures } from './service-fixtures.ts'
import type { Task, TaskContext, TaskError } from './task.ts'
import { verdictArtifact, type VerdictArtifact } from './verdict-artifact.ts'

/**
 * The life of one attempt of a test: starts what it needs before the clock of its body starts, runs it, and stops everything,
 * whatever happened.
 */
export async function aroundTest(run: () => Promise<void>, { task }: TaskContext): Promise<void> {
  await joinRun()
  const attempt = begin(task)
  const { scope } = attempt
  const startErrors = await start(attempt)
  if (startErrors.length === 0) await scope.run(run)
  const { reported, errors: late, lastLines, verdict } = await attempt.close()
  end(task)

  const errors = [...startErrors, ...late] as Error[]
  showLastLines(lastLines, reported[0] ?? errors[0])
  if (verdict !== undefined) await record(task, verdict)
  const failure = failureOf(errors)
  if (failure === undefined) return
  if (task.result !== undefined) {
    // Vitest skips what is pending: a test that was aborted before its body began, but not one that skipped itself and whose
    // services then did not stop as they should.
    task.result.pending = errors.every(isAbort)
    task.result.note ??= errors.find(isAbort)?.message
  }
  throw failure
}

function begin(task: Task): Attempt {
  const { tries, attempts, tracked, file } = bridge()
  const number = (tries.get(task) ?? 0) + 1
  tries.set(task, number)
  const test = tracked.get(task)
  const attempt = new Attempt(task, {
    test: task.fullTestName ?? task.name,
    file: task.file.name,
    attempt: number,
    within: file,
    catalogs: test && catalogsOf(test.layer),
  })
  attempts.set(task, attempt)
  return attempt
}

/** Starts all that the test needs, unless Vitest gives it up meanwhile; resolves with why it cannot run. */
async function start(attempt: Attempt): Promise<readonly unknown[]> {
  const { task } = attempt
  const { tracked, hookNeeds } = bridge()
  const test = tracked.get(task)
  if (test === undefined) return []
  const errors = await attempt.start(neededServices(task, test, hookNeeds), task.context.signal)
  if (errors.length === 0) handOutLiving(attempt)
  return errors
}

function end(task: Task): void {
  const { tracked, attempts } = bridge()
  attempts.delete(task)
  const test = tracked.get(task)
  if (test !== undefined) letGoOfFixtures(task, test.layer)
}

/** Hands the verdict of one attempt to the reporters, in the main process. */
async function record(task: Task, verdict: VerdictData): Promise<void> {
  const artifact: VerdictArtifact = { type: verdictArtifact, verdict }
  const recorded = await recordArtifact(task as never, artifact)
  // The main process has it: the worker would keep those of all tests until the file ends.
  const at = task.artifacts?.indexOf(recorded) ?? -1
  if (at >= 0) task.artifacts?.splice(at, 1)
}

/** Puts the last lines of all services that took part into the failure that is shown first. */
function showLastLines(text: string, shown: TaskError | (Error & Pick<TaskError, 'diff'>) | undefined): void {
  if (text === '' || shown === undefined) return
  // `diff` is shown below the message and above the stack, as it is; a message would be coloured, and compared.
  shown.diff = shown.diff === undefined ? text : `${shown.diff}\n\n${text}`
}

/** Vitest's own way to say that the run was cancelled: the test counts as skipped. */
function isAbort(error: Error): boolean {
  return error.name === 'TestRunAbortError'
}
