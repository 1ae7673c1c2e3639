import { delay, nowMs } from '../clock.ts'
import { SupervisorStartError } from '../errors.ts'
import {
  claimGeneration,
  hasLeft,
  isClaimAbandoned,
  newestGeneration,
  type PublishedSupervisor,
  readPublished,
} from '../generations.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { isAlive } from '../system/process-table.ts'
import type { HolderIdentity } from '../system/thread-identity.ts'
import { startSupervisor } from './start-supervisor.ts'

/** How long a supervisor may take to answer; one that started takes a twentieth of a second. */
const startLimitMs = 15_000
/** The guard of a supervisor that was killed has so long for the next one, which takes a tenth of a second; then we start it. */
const guardLimitMs = 3000
const lookMs = 3

/** Whose supervisor is looked for. */
export interface Reached {
  readonly run: string
  readonly runDirectory: string
  readonly root: ProcessIdentity
  readonly self: HolderIdentity
}

/**
 * Finds the supervisor of a run, and starts it if there is none, or none any more.
 *
 * `attempt` tries one that was found, and is called until it gives a value. Nothing here keeps the process alive.
 * With `only: 'living'` a run whose last supervisor left in order gets no other, and the answer is `undefined`.
 *
 * @throws {SupervisorStartError} `CURFEW_SUPERVISOR_START` if it does not come up
 */
export async function reachSupervisor<Value>(
  { run, runDirectory, root, self }: Reached,
  attempt: (published: PublishedSupervisor) => Promise<Value | undefined>,
  options: { readonly only?: 'living'; readonly limitMs?: number } = {},
): Promise<Value | undefined> {
  const { limitMs = startLimitMs } = options
  const beganMs = nowMs()
  let failure: SupervisorStartError | undefined
  let started: (() => void) | undefined

  for (;;) {
    // We started one, and it left in order before we reached it: the run was over, or was ended. Another one would outlive it.
    if (started !== undefined && hasLeft(runDirectory, newestGeneration(runDirectory))) {
      started()
      if (options.only === 'living') return undefined
      throw new SupervisorStartError(`The run was ended while its supervisor came up (${runDirectory}).`, runDirectory)
    }
    if (failure !== undefined) throw failure
    if (nowMs() - beganMs > limitMs) {
      throw new SupervisorStartError(`No supervisor within ${limitMs} ms (${runDirectory}).`, runDirectory)
    }
    const generation = newestGeneration(runDirectory)
    const published = generation === 0 ? undefined : readPublished(runDirectory, generation)
    if (published !== undefined) {
      const value = await attempt(published)
      if (value !== undefined) {
        started?.()
        return value
      }
    }
    if (isOver(runDirectory, generation, published)) {
      if (options.only === 'living' && (generation === 0 || hasLeft(runDirectory, generation))) return undefined
      const guard = hasLeft(runDirectory, generation) ? undefined : published?.guard
      const guardWorks = guard !== undefined && nowMs() - beganMs < guardLimitMs && isAlive(guard)
      if (!guardWorks && claimGeneration(runDirectory, generation + 1, self)) {
        started = startSupervisor({ run, runDirectory, generation: generation + 1, root }, (error) => {
          failure = error
        })
      }
    }
    await delay(lookMs, { unref: true })
  }
}

function isOver(runDirectory: string, generation: number, published: PublishedSupervisor | undefined): boolean {
  if (generation === 0) return true
  return published === undefined ? isClaimAbandoned(runDirectory, generation) : !isAlive(published)
}
