import { engine, failureOf, FileScope } from '@curfew/core/engine'
import { bridge } from './bridge.js'
import { joinRun } from './join-run.js'
import { recordFileVerdict } from './record-verdict.js'
import type { TaskFile } from './task.js'

/** The life of one test file: its scope is open from before its first hook until after its last. */
export async function aroundFile(run: () => Promise<void>, file: TaskFile): Promise<void> {
  await joinRun()
  engine().prewarm()
  const fileScope = new FileScope(file.name, true)
  bridge().file = fileScope
  try {
    await fileScope.scope.run(run)
  } finally {
    const { verdict, errors } = await fileScope.close()
    bridge().file = undefined
    recordFileVerdict(file, verdict)
    const failure = failureOf(errors)
    // oxlint-disable-next-line no-unsafe-finally -- `run` never rejects; see callAroundHooks in Vitest
    if (failure !== undefined) throw failure
  }
}
