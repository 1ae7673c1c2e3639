// A key-value store, small enough to read: one command a line over TCP, `set key value` or `get key`.
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const [port, host = '127.0.0.1'] = process.argv.slice(2)
const values = new Map()

const server = createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => {
    const [command, key, ...value] = line.split(' ')
    if (command === 'set') values.set(key, value.join(' '))
    socket.write(`${values.get(key) ?? ''}\n`)
  })
  socket.on('error', () => {})
})
server.listen(Number(port), host, () => console.log(`ready to accept connections, generation 7`))
process.on('SIGTERM', () => process.exit())
