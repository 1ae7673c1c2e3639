/** Programs that run on the nodes: given to `node -e`, so with no module of their own. */

/** Listens where it is told, and ends when it is asked to. Arguments: host, port. */
export const server = `
const [host, port] = process.argv.slice(1)
require('node:net').createServer((socket) => socket.end()).listen(Number(port), host, () => console.log('listening'))
process.on('SIGTERM', () => { require('node:fs').writeSync(1, 'asked to stop\\n'); process.exit(0) })
`

/** Ignores the stop signal, and so does what it starts, which listens as well. Arguments: host, port, port of the child. */
export const deafFamily = `
const { spawn } = require('node:child_process')
const [host, port, childPort] = process.argv.slice(1)
process.on('SIGTERM', () => {})
const listen = 'process.on("SIGTERM", () => {}); require("node:net").createServer().listen(Number(process.argv[2]), process.argv[1])'
if (childPort !== undefined) spawn(process.execPath, ['-e', listen, '--', host, childPort], { stdio: 'ignore', detached: true })
require('node:net').createServer().listen(Number(port), host)
`

/** Writes what it has got: arguments, environment, folder and umask. */
export const mirror = `
const { CONTRACT_VALUE } = process.env
console.log(JSON.stringify({ args: process.argv.slice(1), value: CONTRACT_VALUE, names: Object.keys(process.env), cwd: process.cwd(), umask: process.umask() }))
`

/** Writes many lines to both streams, and ends at once. Argument: how many. */
export const flood = `
const count = Number(process.argv[1])
for (let line = 1; line <= count; line++) { require('node:fs').writeSync(1, 'out ' + line + '\\n'); if (line % 10 === 0) require('node:fs').writeSync(2, 'err ' + line + '\\n') }
`

/** Runs until it is ended. */
export const idle = `console.log('idle'); setInterval(() => {}, 1000)`

/** Ends with a code as soon as it is told to, by SIGUSR2. Argument: the code. */
export const exiter = `
process.on('SIGUSR2', () => process.exit(Number(process.argv[1])))
setInterval(() => {}, 1000)
console.log('idle')
`

/** When it is asked to stop, says whether what it needs still listens. Arguments: host, port, port of the other. */
export const dependant = `
const net = require('node:net')
const [host, port, other] = process.argv.slice(1)
net.createServer((socket) => socket.end()).listen(Number(port), host, () => console.log('listening'))
process.on('SIGTERM', () => {
  const say = (what) => { require('node:fs').writeSync(1, what + '\\n'); process.exit(0) }
  net.connect(Number(other), host).once('connect', () => say('what it needs is there')).once('error', () => say('what it needs is gone'))
})
`
