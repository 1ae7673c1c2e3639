import { delay, nowMs } from '@curfew/protocol'
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
import { sendSignal } from '../tree/send-signal.ts'
import { startSupervisor } from './start-supervisor.ts'

/** How long a supervisor may take to answer; one that started takes a twentieth of a second. */
const startLimitMs = 15_000
/** The guard of a supervisor that was killed has so long for the next one, which takes a tenth of a second; then we start it. */
const guardLimitMs = 3000
const lookMs = 3
/** Looks at one that lives and at whose address nobody listens: 5 s of this process, and it listens again at once where it can. */
const unheardLooks = Math.ceil(5000 / lookMs)

/** Whose supervisor is looked for. */
export interface Reached {
  readonly run: string
  readonly runDirectory: string
  readonly root: ProcessIdentity
  readonly self: HolderIdentity
}

/**
 * What became of an attempt: a value; `absent`, where nobody listens; `lost`, where it was reached and died; `failed`, where
 * it is this process that cannot.
 */
export type Attempt<Value> = { readonly value: Value } | 'absent' | 'lost' | 'failed'

/** How a supervisor is reached. */
export interface ReachOptions {
  /** A run whose last supervisor left in order gets no other one, and the answer is `undefined`. */
  readonly only?: 'living'
  /** Bound of the time in which none is reached. @default 15_000 */
  readonly limitMs?: number
  /** Told of one that lives and cannot be reached. It is killed by default, so that another one takes over. */
  readonly unreachable?: (supervisor: PublishedSupervisor) => Promise<void>
}

/**
 * Finds the supervisor of a run, and starts it if there is none, or none any more.
 *
 * `attempt` tries one that was found, and is called until it gives a value. Nothing here keeps the process alive.
 *
 * @throws {SupervisorStartError} `CURFEW_SUPERVISOR_START` if it does not come up
 */
export async function reachSupervisor<Value>(
  { run, runDirectory, root, self }: Reached,
  attempt: (published: PublishedSupervisor) => Promise<Attempt<Value>>,
  options: ReachOptions = {},
): Promise<Value | undefined> {
  const { limitMs = startLimitMs, unreachable = kill } = options
  let beganMs = nowMs()
  let lostPid: number | undefined
  let unheard: { readonly pid: number; looks: number } | undefined
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
      const attempted = await attempt(published)
      if (typeof attempted === 'object') {
        started?.()
        return attempted.value
      }
      if (attempted === 'lost' && lostPid !== published.pid) {
        lostPid = published.pid
        beganMs = nowMs()
      }
      if (attempted === 'absent' && isAlive(published)) {
        if (unheard?.pid !== published.pid) unheard = { pid: published.pid, looks: 0 }
        unheard.looks += 1
        if (unheard.looks === unheardLooks) {
          await unreachable(published)
          beganMs = nowMs()
        }
      }
    }
    // Ours left while it was tried: seen above.
    if (started !== undefined && hasLeft(runDirectory, newestGeneration(runDirectory))) continue
    if (isOver(runDirectory, generation, published)) {
      if (options.only === 'living' && (generation === 0 || hasLeft(runDirectory, generation))) return undefined
      const guard = hasLeft(runDirectory, generation) ? undefined : published?.guard
      const guardWorks = guard !== undefined && nowMs() - beganMs < guardLimitMs && isAlive(guard)
      if (!guardWorks && claim(runDirectory, generation + 1, self)) {
        started = startSupervisor({ run, runDirectory, generation: generation + 1, root }, (error) => {
          failure = error
        })
      }
    }
    await delay(lookMs, { unref: true })
  }
}

/** @throws {SupervisorStartError} where nobody can claim it: a disk that is full, a folder that cannot be written */
function claim(runDirectory: string, generation: number, self: HolderIdentity): boolean {
  try {
    return claimGeneration(runDirectory, generation, self)
  } catch (cause) {
    const message = `No supervisor can be started for the run: ${(cause as Error).message}`
    throw new SupervisorStartError(message, runDirectory, { cause })
  }
}

async function kill(supervisor: PublishedSupervisor): Promise<void> {
  sendSignal(supervisor, 'SIGKILL')
}

function isOver(runDirectory: string, generation: number, published: PublishedSupervisor | undefined): boolean {
  if (generation === 0) return true
  return published === undefined ? isClaimAbandoned(runDirectory, generation) : !isAlive(published)
}
