// Listens after a while, and prints when.
import { createServer } from 'node:http'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'

const [port, afterMs] = process.argv.slice(2).map(Number)
await setTimeout(afterMs)
createServer((_request, response) => void response.end('ok')).listen(port, '127.0.0.1', () => {
  console.log(`listening ${performance.timeOrigin + performance.now()}`)
})
