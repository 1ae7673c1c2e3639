import { WaitCalledOffError } from '../errors/start-errors.ts'
import type { Lifecycle } from './lifecycle.ts'

/**
 * What a service waits for at run time, unless it is told to stop meanwhile: then it rejects at once, so that the two do not
 * wait for each other.
 *
 * @throws {WaitCalledOffError}
 */
export async function whileWanted<T>(asker: Lifecycle | undefined, name: string, awaited: Promise<T>): Promise<T> {
  // One that asks while it ends already, to clean up, is not held up by what it needs.
  if (asker === undefined || asker.signal.aborted) return awaited
  const calledOff = Promise.withResolvers<never>()
  const abort = (): void => {
    // One that has ended by itself may have left this to go on.
    if (asker.exit === undefined) calledOff.reject(new WaitCalledOffError(asker.name, name))
  }
  asker.signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([awaited, calledOff.promise])
  } finally {
    asker.signal.removeEventListener('abort', abort)
  }
}
