import { createServer } from 'node:net'

/** What trying to listen on an address told: `free`, `taken`, or `unknown` where this machine cannot tell. */
export type BindAnswer = 'free' | 'taken' | 'unknown'

/** Whether a service could listen there now; asked by listening for a moment, on every address that the host names. */
export async function canBind(host: string, port: number): Promise<BindAnswer> {
  const hosts = host === 'localhost' ? ['127.0.0.1', '::1'] : [host]
  // macOS lets a specific address be bound beside a listener on the wildcard one; connections would then go astray.
  if (process.platform !== 'linux' && !hosts.includes('0.0.0.0') && !hosts.includes('::')) hosts.push('0.0.0.0')
  const answers = await Promise.all(hosts.map((address) => listenOnce(address, port)))
  if (answers.includes('taken')) return 'taken'
  return answers.includes('free') ? 'free' : 'unknown'
}

function listenOnce(host: string, port: number): Promise<BindAnswer> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => {
      // Anything else (no such address here, a privileged port) says nothing about who listens there.
      resolve(error.code === 'EADDRINUSE' ? 'taken' : 'unknown')
    })
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => resolve('free'))
    })
  })
}
