import { once } from 'node:events'
import { connect, createServer, Socket, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { isSelfConnected } from '../../src/network/connect.ts'

test('a socket that is connected with itself is seen for what it is', async () => {
  const server = createServer((other) => other.on('error', () => {}).resume())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ordinary = connect({ host: '127.0.0.1', port })
  onTestFinished(() => void ordinary.destroy())
  await once(ordinary, 'connect')
  expect(isSelfConnected(ordinary)).toBe(false)
  ordinary.resetAndDestroy()
  server.close()
  await once(server, 'close')
  // Nobody listens there any more.
  const socket: Socket = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.1', localPort: port })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  expect(isSelfConnected(socket)).toBe(true)
  socket.resetAndDestroy()
  // That of a mock has no addresses.
  expect(isSelfConnected(new Socket())).toBe(false)
})
