import * as net from 'node:net'
import type { IpcSocketConnectOpts, Socket, TcpSocketConnectOpts } from 'node:net'
import process from 'node:process'

/** How Node opens a socket, taken before a test could put a mock in its place. */
interface OwnNetwork {
  readonly Socket: typeof Socket
  readonly connect: (this: Socket, to: TcpSocketConnectOpts | IpcSocketConnectOpts) => Socket
}

/** Each runner package takes it before it runs the first test file, by code of its own that loads nothing of this package. */
const key = Symbol.for('curfew/network@1')
const holder = process as { [key]?: OwnNetwork }

/** Takes it now, unless that was done before. */
export function takeOwnNetwork(): void {
  holder[key] ??= { Socket: net.Socket, connect: net.Socket.prototype.connect }
}

/** Opens a socket as `net.connect()` does, but past any mock that came after {@link takeOwnNetwork}. */
export function openSocket(to: TcpSocketConnectOpts | IpcSocketConnectOpts): Socket {
  const { Socket: Own, connect } = holder[key] ?? { Socket: net.Socket, connect: net.Socket.prototype.connect }
  return connect.call(new Own(), to)
}
