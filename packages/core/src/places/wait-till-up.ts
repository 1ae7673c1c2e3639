import { within } from '../lifecycle/deadline.ts'
import type { Member } from '../scope/member.ts'
import { placeOf } from './place.ts'

const firstPauseMs = 50
const longestPauseMs = 2_000

/**
 * Resolves when the node of a service is up. A wait that fails (its connection broke) is no error of the service: it is
 * logged at debug level and tried again, less and less often. Rejects with the signal's reason.
 */
export async function waitTillUp(lifecycle: Member, signal: AbortSignal): Promise<void> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await placeOf(lifecycle).waitTillUp(signal)
    } catch (error) {
      signal.throwIfAborted()
      lifecycle.log?.logger.debug({ err: error, pauseMs }, 'the wait for its node failed; it is tried again')
    }
    await pause(lifecycle, pauseMs, signal)
  }
}

async function pause(lifecycle: Member, pauseMs: number, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>()
  const abort = () => {
    aborted.resolve()
  }
  signal.addEventListener('abort', abort, { once: true })
  await within(lifecycle.scope.clock, pauseMs, aborted.promise, undefined)
  signal.removeEventListener('abort', abort)
  signal.throwIfAborted()
}
