import { connect, type Socket } from 'node:net'
import type { ProcessPort, ProcessPortOptions } from '@curfew/core/process-port'
import path from 'node:path'
import { delay, nowMs } from '../clock.ts'
import { SupervisorStartError } from '../errors.ts'
import {
  claimGeneration,
  isClaimAbandoned,
  newestGeneration,
  type PublishedSupervisor,
  readPublished,
} from '../generations.ts'
import { identify, isAlive } from '../system/process-table.ts'
import { identifySelf } from '../system/thread-identity.ts'
import { SupervisedPort } from './supervised-port.ts'
import { startSupervisor } from './start-supervisor.ts'

/** How long a supervisor may take to answer; one that started takes a twentieth of a second. */
const startLimitMs = 15_000
const lookMs = 3

/**
 * Connects to the supervisor of a run, and starts it if there is none.
 *
 * Guarantee: of any number of callers in any number of processes, exactly one starts it. Nothing of the connection keeps
 * this process alive but a call that is awaited. Calling it early takes the start off the path of the first spawn.
 *
 * @throws {SupervisorStartError} `CURFEW_SUPERVISOR_START` if it does not come up
 * @throws {ProtocolMismatchError} `CURFEW_PROTOCOL_MISMATCH` if the run's supervisor is of another version
 */
export async function connectProcessPort(options: ProcessPortOptions): Promise<ProcessPort> {
  const runDirectory = path.resolve(options.runDirectory)
  const self = identifySelf()
  const root = identify(options.rootPid ?? process.pid) ?? { pid: options.rootPid ?? process.pid, startTime: 0 }
  const deadlineMs = nowMs() + startLimitMs
  let failure: SupervisorStartError | undefined
  let started: (() => void) | undefined

  for (;;) {
    if (failure !== undefined) throw failure
    if (nowMs() > deadlineMs) {
      throw new SupervisorStartError(`No supervisor within ${startLimitMs} ms (${runDirectory}).`, runDirectory)
    }
    const generation = newestGeneration(runDirectory)
    const published = generation === 0 ? undefined : readPublished(runDirectory, generation)
    if (published !== undefined) {
      const port = await tryPort(published, options.owner, runDirectory, self)
      if (port !== undefined) {
        started?.()
        return port
      }
    }
    const over =
      generation === 0 || (published === undefined ? isClaimAbandoned(runDirectory, generation) : !isAlive(published))
    if (over && claimGeneration(runDirectory, generation + 1, self)) {
      started = startSupervisor({ run: options.run, runDirectory, generation: generation + 1, root }, (error) => {
        failure = error
      })
    }
    await delay(lookMs)
  }
}

/** A port on that supervisor; `undefined` when it is leaving or dead. */
async function tryPort(
  published: PublishedSupervisor,
  owner: string,
  runDirectory: string,
  self: ReturnType<typeof identifySelf>,
): Promise<SupervisedPort | undefined> {
  const socket = await tryConnect(published.address)
  if (socket === undefined) return undefined
  const port = new SupervisedPort(socket, { runDirectory, supervisor: published })
  return (await port.hello(owner, self)) ? port : undefined
}

/** An open connection; `undefined` where nobody listens. */
export function tryConnect(address: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket))
    // ENOENT, ECONNREFUSED: it ended, and the caller finds out whether it is dead.
    socket.once('error', () => resolve(undefined))
  })
}
