// The system under test: an HTTP API. It knows nothing of curfew.
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const port = Number(process.argv[2])
const host = process.env.HOST ?? '127.0.0.1'

const server = createServer((request, response) => void answer(request, response))
server.listen(port, host, () => console.log(`api listens on http://${host}:${port}`))
process.on('SIGTERM', () => server.close(() => process.exit()))

async function answer(request, response) {
  const [, command, key, value = ''] = new URL(request.url, 'http://api').pathname.split('/')
  if (command === 'health') response.end('ok')
  else if (command === 'hello') response.end('hello')
  else response.end(await ask(`${command} ${key} ${value}`))
}

/** Sends one command to the store. */
function ask(command) {
  const [storeHost, storePort] = process.env.STORE.split(':')
  return new Promise((resolve, reject) => {
    const socket = connect(Number(storePort), storeHost, () => socket.write(`${command}\n`))
    socket.on('error', reject)
    createInterface({ input: socket }).once('line', (line) => {
      socket.destroy()
      resolve(line)
    })
  })
}
