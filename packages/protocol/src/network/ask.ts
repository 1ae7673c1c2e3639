import { connect, isRefusal } from './connect.ts'
import { loadHttp, request } from './http-request.ts'
import { errorText } from './error-text.ts'

/** What is asked of a service over the network; plain data. */
export interface NetworkQuestion {
  readonly host: string
  readonly port: number
  /** The request that is made once connected. @default none: whether the connection is accepted is the question */
  readonly http?: HttpQuestion | undefined
}

/** A request of HTTP/1.1. */
export interface HttpQuestion {
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Speaks TLS, and trusts whom these say. */
  readonly tls: TlsTrust | undefined
}

/** Whom to trust, as data. */
export interface TlsTrust {
  /** PEM; instead of those of Node. */
  readonly ca?: readonly string[] | undefined
  /** PEM; besides those of Node. */
  readonly alsoCa?: readonly string[] | undefined
  readonly rejectUnauthorized?: boolean | undefined
  readonly servername?: string | undefined
}

/** What came of a question. */
export type NetworkAnswer =
  /** Nobody listens there. */
  | { readonly state: 'refused' }
  /** There was no connection, for another reason. */
  | { readonly state: 'unreachable'; readonly reason: string }
  | {
      readonly state: 'connected'
      /** The literal address that accepted. */
      readonly address: string
      readonly http?: HttpAnswer | { readonly failed: string } | undefined
    }

/** What was answered: the status, and the begin of the body, where a health check says why it is not well. */
export interface HttpAnswer {
  readonly status: number
  readonly statusText: string
  readonly bodyBegin: string
}

/** How a question is asked. */
export interface AskOptions {
  /** Gives it up: the connection is closed at once. */
  readonly signal: AbortSignal
  /** Called when the connection was accepted, before there is an answer over it. */
  readonly connected?: ((address: string) => void) | undefined
}

/** Asks over the network. */
export type Ask = (question: NetworkQuestion, options: AskOptions) => Promise<NetworkAnswer>

/**
 * Asks over the network of this process, once. Rejects only with the reason of the signal.
 *
 * Not by the process of a test: what that has for a network may be a mock.
 */
export const askNetwork: Ask = async (question, { signal, connected }) => {
  const { host, port, http } = question
  if (http !== undefined) loadHttp(http.tls !== undefined)
  let socket
  try {
    socket = await connect(host, port, signal)
  } catch (error) {
    signal.throwIfAborted()
    return isRefusal(error) ? { state: 'refused' } : { state: 'unreachable', reason: errorText(error) }
  }
  const address = socket.remoteAddress ?? host
  try {
    if (http === undefined) return { state: 'connected', address }
    connected?.(address)
    return { state: 'connected', address, http: await request(socket, { host, port, ...http }) }
  } catch (error) {
    signal.throwIfAborted()
    return { state: 'connected', address, http: { failed: errorText(error) } }
  } finally {
    socket.destroy()
  }
}
