import type { ClientRequest, IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { connect, ConnectionOptions } from 'node:tls'
import type { Clock } from '../clock.js'

/** What is asked over a connected socket. */
export interface HttpQuestion {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Speaks TLS with these options. */
  readonly tls: ConnectionOptions | undefined
}

/** What was answered: the status, and the begin of the body, where a health check says why it is not well. */
export interface HttpAnswer {
  readonly status: number
  readonly statusText: string
  readonly bodyBegin: string
}

const maxBodyLength = 1_024
/** A body that does not end (server-sent events) is left; one that comes at once is read, so that the server can finish. */
const bodyPatienceMs = 25

/** Loads what a question needs; to be called while the service boots, so that its first answer does not wait for it. */
export function loadHttp(usesTls: boolean): void {
  void httpModule()
  if (usesTls) void tlsModule()
}

// Not imported: `import 'node:http'` reads every export, one of which loads all of undici (50 ms instead of 3).
const httpModule = (): { readonly request: typeof request } => process.getBuiltinModule('node:http')
const tlsModule = (): { readonly connect: typeof connect } => process.getBuiltinModule('node:tls')

/** Asks once over a socket, which is the caller's to destroy. */
export async function ask(socket: Socket, question: HttpQuestion, clock: Clock): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const asked = open(socket, question)
  asked.on('response', resolve)
  // Stays after the answer: the socket is destroyed under the request.
  asked.on('error', reject)
  asked.on('close', () => reject(new Error('the connection was closed without an answer')))
  asked.end()
  const response = await promise
  const { statusCode: status = 0, statusMessage: statusText = '' } = response
  return { status, statusText, bodyBegin: await bodyBegin(response, clock) }
}

function open(socket: Socket, { host, port, path, method, headers, tls }: HttpQuestion): ClientRequest {
  const createConnection = (): Socket => (tls === undefined ? socket : tlsModule().connect({ host, ...tls, socket }))
  // With `createConnection` and no agent the connection is closed after the answer, and shared with nobody.
  return httpModule().request({
    host,
    port,
    path,
    method,
    headers,
    createConnection,
    defaultPort: tls === undefined ? 80 : 443,
  })
}

async function bodyBegin(response: IncomingMessage, clock: Clock): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let text = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    if (text.length >= maxBodyLength) resolve()
  })
  response.on('end', resolve)
  response.on('close', resolve)
  // A body that breaks off says nothing more: the status stands.
  response.on('error', () => resolve())
  const timer = clock.after(bodyPatienceMs, resolve)
  await promise
  timer.cancel()
  return text.slice(0, maxBodyLength)
}
