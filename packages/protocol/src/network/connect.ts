import type { Socket } from 'node:net'
import { openSocket } from './own-network.ts'

/**
 * Connects to a literal address. The socket is destroyed when the signal aborts, now or later; its errors are handled.
 *
 * @throws the system's error, with its `code`
 */
export function connect(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  if (signal.aborted) return Promise.reject(signal.reason)
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = openSocket({ host, port })
  const abort = (): void => {
    socket.destroy()
  }
  signal.addEventListener('abort', abort, { once: true })
  // Stays after the connection: a reset while nobody reads must not become an uncaught error.
  socket.on('error', reject)
  socket.once('connect', () => {
    if (!isSelfConnected(socket)) return resolve(socket)
    socket.resetAndDestroy()
    reject(Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), { code: 'ECONNREFUSED' }))
  })
  socket.once('close', () => {
    signal.removeEventListener('abort', abort)
    reject(signal.reason ?? new Error(`the connection to ${host}:${port} was closed`))
  })
  return promise
}

/**
 * Whether a socket is connected with itself: to a free port in the ephemeral range the system may choose that same port
 * as the source, and TCP then connects the two. Such a socket also keeps the port from the service that is to listen.
 */
export function isSelfConnected(
  socket: Pick<Socket, 'localPort' | 'remotePort' | 'localAddress' | 'remoteAddress'>,
): boolean {
  const { localPort, remotePort, localAddress, remoteAddress } = socket
  // A socket of a mock has no addresses, and two that are not there are not the same one.
  return localPort !== undefined && localPort === remotePort && localAddress === remoteAddress
}

/** Whether an error says that nobody listens there. */
export function isRefusal(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
}
