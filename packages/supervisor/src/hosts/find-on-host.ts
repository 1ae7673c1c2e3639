import { type HostedProcess, delay } from '@curfew/protocol'

const firstWaitMs = 100
const maxWaitMs = 5000

/** Asks a host for a process until it answers: one that cannot be reached says nothing about what lives there. */
export async function findOnHost(
  id: string,
  find: () => Promise<HostedProcess | undefined>,
  complain: (message: string) => void,
): Promise<HostedProcess | undefined> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, maxWaitMs)) {
    try {
      return await find()
    } catch (error) {
      if (waitMs === firstWaitMs) complain(`${id}: its host does not say whether it lives: ${(error as Error).message}`)
    }
    await delay(waitMs, { unref: true })
  }
}
