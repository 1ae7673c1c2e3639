import type { ProcessPort, ProcessPortModule } from './process-port.ts'
import type { RunContext } from './run/run-context.ts'

/**
 * Connects to the process port that runs processes by default.
 *
 * The single place where core reaches another package of ours: lazily, by specifier, when the first service needs it.
 */
export async function connectDefaultProcessPort(run: RunContext): Promise<ProcessPort> {
  const { connectProcessPort } = (await import('@curfew/supervisor')) as ProcessPortModule
  return connectProcessPort({
    run: run.run,
    runDirectory: run.directory,
    owner: run.worker ?? 'main',
    rootPid: run.rootPid,
    // Who needs it keeps the process alive: it may be only prewarmed.
    keepsAlive: false,
  })
}
