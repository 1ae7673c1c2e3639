import type { ProcessHost, ProcessHostOptions } from '@curfew/protocol'
import path from 'node:path'
import { identify } from '../system/process-table.ts'
import { identifySelf } from '../system/thread-identity.ts'
import { SupervisorClient } from './supervisor-client.ts'

/**
 * Connects to the supervisor of a run, and starts it if there is none.
 *
 * Guarantee: of any number of callers in any number of processes, exactly one starts it. Nothing of the connection keeps
 * this process alive but a call that is awaited, this one too unless `keepsAlive` is false. Calling it early takes the
 * start off the path of the first spawn. When the supervisor dies, the port goes on with the one that takes over: calls
 * that were not answered are asked again.
 *
 * @throws {SupervisorStartError} `CURFEW_SUPERVISOR_START` if it does not come up
 * @throws {ProtocolMismatchError} `CURFEW_PROTOCOL_MISMATCH` if the run's supervisor is of another version
 */
export async function connectProcessHost(options: ProcessHostOptions): Promise<ProcessHost> {
  const rootPid = options.rootPid ?? process.pid
  const processHost = new SupervisorClient({
    run: options.run,
    runDirectory: path.resolve(options.runDirectory),
    owner: options.owner,
    root: identify(rootPid) ?? { pid: rootPid, startTime: 0 },
    self: identifySelf(),
  })
  await processHost.open({ keepsAlive: options.keepsAlive ?? true })
  return processHost
}
