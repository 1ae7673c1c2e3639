import type { ClientRequest, IncomingMessage, request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { connect, ConnectionOptions, rootCertificates } from 'node:tls'
import { systemClock } from '../clock.ts'
import type { HttpAnswer, HttpQuestion, TlsTrust } from './ask.ts'

/** A request, and to whom it goes. */
interface AddressedQuestion extends HttpQuestion {
  readonly host: string
  readonly port: number
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
const httpModule = (): { readonly request: typeof httpRequest } => process.getBuiltinModule('node:http')
const tlsModule = (): { readonly connect: typeof connect; readonly rootCertificates: typeof rootCertificates } =>
  process.getBuiltinModule('node:tls')

/** Makes a request over a socket, which is the caller's to destroy. */
export async function request(socket: Socket, question: AddressedQuestion): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const asked = open(socket, question)
  asked.on('response', resolve)
  // Stays after the answer: the socket is destroyed under the request.
  asked.on('error', reject)
  asked.on('close', () => reject(new Error('the connection was closed without an answer')))
  asked.end()
  const response = await promise
  const { statusCode: status = 0, statusMessage: statusText = '' } = response
  return { status, statusText, bodyBegin: await bodyBegin(response) }
}

function open(socket: Socket, { host, port, path, method, headers, tls }: AddressedQuestion): ClientRequest {
  const createConnection = (): Socket =>
    tls === undefined ? socket : tlsModule().connect({ host, ...tlsOptions(tls), socket })
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

/** Without members that are there and `undefined`: Node takes those for values. */
function tlsOptions({ ca, alsoCa, rejectUnauthorized, servername }: TlsTrust): ConnectionOptions {
  return {
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(alsoCa === undefined ? {} : { ca: [...tlsModule().rootCertificates, ...alsoCa] }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    ...(servername === undefined ? {} : { servername }),
  }
}

async function bodyBegin(response: IncomingMessage): Promise<string> {
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
  const timer = systemClock.after(bodyPatienceMs, resolve)
  await promise
  timer.cancel()
  return text.slice(0, maxBodyLength)
}
