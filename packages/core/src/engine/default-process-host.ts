import type { ProcessHost, ProcessHostModule } from '@curfew/protocol'
import type { RunContext } from '../run/run-context.ts'

/**
 * Connects to the process host that runs processes by default.
 *
 * The single place where core reaches another package of ours: lazily, by specifier, when the first service needs it.
 */
export async function connectDefaultProcessHost(run: RunContext): Promise<ProcessHost> {
  const { connectProcessHost } = (await import('@curfew/supervisor')) as ProcessHostModule
  return connectProcessHost({
    run: run.run,
    runDirectory: run.directory,
    owner: run.worker ?? 'main',
    rootPid: run.rootPid,
    // Who needs it keeps the process alive: it may be only prewarmed.
    keepsAlive: false,
  })
}
