import { engine, failureOf, FileScope } from '@curfew/core/runner'
import { bridge } from './bridge.ts'
import { joinRun } from './join-run.ts'
import type { TaskFile, TaskTree } from './task.ts'

/** The life of one test file: its scope is open from before its first hook until after its last. */
export async function aroundFile(run: () => Promise<void>, file: TaskFile): Promise<void> {
  await joinRun()
  await engine().prewarm()
  const fileScope = new FileScope(file.name, true)
  bridge().file = fileScope
  try {
    await fileScope.scope.run(run)
  } finally {
    const { verdict, errors } = await fileScope.close(hasFailed(file))
    bridge().file = undefined
    if (verdict !== undefined) file.meta.curfew = verdict
    const failure = failureOf(errors)
    // oxlint-disable-next-line no-unsafe-finally -- `run` never rejects; see callAroundHooks in Vitest
    if (failure !== undefined) throw failure
  }
}

/** Whether something in it failed by now: itself, a suite, or a test. */
function hasFailed({ result, tasks = [] }: TaskTree): boolean {
  return result?.state === 'fail' || (result?.errors?.length ?? 0) > 0 || tasks.some(hasFailed)
}
