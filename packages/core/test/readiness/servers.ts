import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP server of this process that is gone, with its connections, when the test ends. */
export async function tcpServer(onConnection: (socket: Socket) => void, host = '127.0.0.1', port = 0): Promise<number> {
  return listenTill(createServer(onConnection), host, port)
}

/** The same, with HTTP. */
export async function httpServer(onRequest: RequestListener, host = '127.0.0.1', port = 0): Promise<number> {
  return listenTill(createHttpServer(onRequest), host, port)
}

/** A port where nobody listens. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  await listening(server, host, 0)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function listenTill(server: Server, host: string, port: number): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  await listening(server, host, port)
  return (server.address() as AddressInfo).port
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}
