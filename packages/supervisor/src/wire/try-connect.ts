import type { Socket } from 'node:net'
import { openSocket } from '@curfew/protocol'
import { refuseForeign } from './trusted-address.ts'

/**
 * An open socket, or the system's code for why there is none: `ENOENT` and `ECONNREFUSED` where nobody listens.
 *
 * @throws {UntrustedSupervisorError} where another user could listen
 */
export function tryConnect(address: string): Promise<Socket | string> {
  return new Promise((resolve) => {
    refuseForeign(address)
    const socket = openSocket({ path: address })
    socket.once('connect', () => resolve(socket))
    socket.once('error', ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) => resolve(code))
  })
}

/** Whether a code of {@link tryConnect} is about who should listen, and not about this process. */
export function isAbsence(code: string): boolean {
  // EAGAIN: it takes no connections, and so many wait for that.
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EAGAIN'
}
