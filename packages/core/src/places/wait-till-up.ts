import type { Member } from '../scope/member.ts'
import { pause, pauses } from './pause.ts'
import { placeOf } from '../place.ts'

/**
 * Resolves when the node of a service is up. A wait that fails (its connection broke) is no error of the service: it is
 * logged at debug level and tried again, less and less often. Rejects with the signal's reason.
 */
export async function waitTillUp(lifecycle: Member, signal: AbortSignal): Promise<void> {
  for (const pauseMs of pauses()) {
    try {
      return await placeOf(lifecycle).waitTillUp(signal)
    } catch (error) {
      signal.throwIfAborted()
      lifecycle.log?.logger.debug({ err: error, pauseMs }, 'the wait for its node failed; it is tried again')
    }
    await pause(lifecycle.scope.clock, pauseMs, signal)
  }
}
