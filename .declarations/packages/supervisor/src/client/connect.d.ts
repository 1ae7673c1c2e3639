import type { ProcessPort, ProcessPortOptions } from '@curfew/core/process-port';
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
export declare function connectProcessPort(options: ProcessPortOptions): Promise<ProcessPort>;
