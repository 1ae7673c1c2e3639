import { createBirpc, type BirpcReturn } from 'birpc'
import type { Link } from './link.ts'
import { toWireError, type WireError } from './wire-error.ts'

/** Calls in both directions over one link. */
export type Channel<Remote extends object, Local extends object> = BirpcReturn<Remote, Local, false>

/** Opens a channel. A peer that sends what is no message is cut off: nothing after it could be trusted. */
export function openChannel<Remote extends object, Local extends object>(
  link: Link,
  local: Local,
): Channel<Remote, Local> {
  return createBirpc<Remote, Local, false>(local, {
    proxify: false,
    bind: 'functions',
    // No limit of the channel's own: every call is bounded by what it asks for, or ends with the connection.
    timeout: -1,
    post: (message: string) => {
      link.write(message)
    },
    on: (listener) => {
      link.onMessage((line) => {
        const message = parse(line)
        if (message === undefined) link.close()
        else listener(message)
      })
    },
    serialize: (message: { e?: unknown }) =>
      JSON.stringify(message.e === undefined ? message : { ...message, e: toWireError(message.e) }),
  })
}

/** Tells the other side something, unless the channel is closed: then nobody is left to be told. */
export function tell(channel: { readonly $closed: boolean }, send: () => Promise<void>): void {
  if (!channel.$closed) void send()
}

/** Whether a rejected call carries an error of the other side. */
export function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'facts' in value && 'message' in value
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // no JSON text is `undefined`
  }
}
