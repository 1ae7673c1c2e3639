import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { onMessageLines, writeMessageLine } from './message-lines.ts'
import { tryConnect } from './try-connect.ts'

/**
 * What connects two processes: two sockets, one for each way.
 *
 * Guarantee: all that the other side sent before it died is read, whatever is written to it meanwhile. With one socket for
 * both ways a write to a dead peer fails, Node closes the socket, and what nobody had read yet is lost.
 */
export class Link {
  /** Only read. Its end is the end of the link. */
  readonly #incoming: Socket
  /** Only written; absent until it is there. */
  #outgoing: Socket | undefined
  #unsent: string[] = []
  #listener: (message: string) => void = () => {}
  readonly #closed: Promise<void>

  constructor(incoming: Socket, outgoing?: Socket) {
    this.#incoming = incoming.on('error', ignore)
    if (outgoing !== undefined) this.writeTo(outgoing)
    onMessageLines(incoming, (message) => this.receive(message))
    this.#closed = new Promise((resolve) => {
      incoming.once('close', () => {
        this.#outgoing?.destroy()
        resolve()
      })
    })
  }

  /** Resolves once all that came was read, and nothing more can come. */
  get closed(): Promise<void> {
    return this.#closed
  }

  /** Bytes on their way to the other side. */
  get bufferedBytes(): number {
    return this.#outgoing?.writableLength ?? 0
  }

  /** Calls once, when the other side has taken what was written. */
  onceDrained(listener: () => void): void {
    this.#outgoing?.once('drain', listener)
  }

  /** Who is given each message from now on: one at a time. */
  onMessage(listener: (message: string) => void): void {
    this.#listener = listener
  }

  /** Hands a message to who is given them. */
  receive(message: string): void {
    this.#listener(message)
  }

  write(message: string): void {
    if (this.#outgoing === undefined) this.#unsent.push(message)
    else writeMessageLine(this.#outgoing, message)
  }

  /** Gives it the socket to write to, where that comes after the other one; what was written before goes there now. */
  writeTo(outgoing: Socket): void {
    this.#outgoing = outgoing.on('error', ignore)
    // Nothing comes there, but its end has to be noticed.
    outgoing.resume()
    if (this.#incoming.destroyed) outgoing.destroy()
    for (const message of this.#unsent) writeMessageLine(outgoing, message)
    this.#unsent = []
  }

  /** Lets this process end although it is open. */
  unref(): this {
    this.#incoming.unref()
    this.#outgoing?.unref()
    return this
  }

  close(): void {
    this.#incoming.destroy()
    this.#outgoing?.destroy()
  }
}

/** The first message on each socket of a link: which link, and whether messages go up to the server or down from it. */
interface Greeting {
  readonly link: string
  readonly way: 'up' | 'down'
}

/** Opens a link, or says by the system's code why that cannot be: `ENOENT` and `ECONNREFUSED` where nobody listens. */
export async function openLink(address: string): Promise<Link | string> {
  const [up, down] = await Promise.all([tryConnect(address), tryConnect(address)])
  if (typeof up === 'string') {
    if (typeof down !== 'string') down.destroy()
    return up
  }
  if (typeof down === 'string') {
    up.destroy()
    return down
  }
  const link = randomUUID()
  const greet = (socket: Socket, greeting: Greeting): void => writeMessageLine(socket, JSON.stringify(greeting))
  greet(up, { link, way: 'up' })
  greet(down, { link, way: 'down' })
  return new Link(down, up)
}

/** Opens a link of one socket for both ways, which every version understands. */
export async function openPlainLink(address: string): Promise<Link | string> {
  const socket = await tryConnect(address)
  return typeof socket === 'string' ? socket : new Link(socket, socket)
}

/** Makes links of the sockets that a server accepts, in whatever order the two of a link come. */
export function acceptLinks(accept: (link: Link) => void): (socket: Socket) => void {
  /** Sockets down whose other one is not there yet, or waited for by one that is. */
  const meetings = new Map<string, PromiseWithResolvers<Socket>>()

  const meet = (id: string, link: Link): PromiseWithResolvers<Socket> => {
    const known = meetings.get(id)
    if (known !== undefined) {
      meetings.delete(id)
      return known
    }
    const meeting = Promise.withResolvers<Socket>()
    meetings.set(id, meeting)
    void link.closed.then(() => meetings.delete(id))
    return meeting
  }

  return (socket) => {
    const link = new Link(socket)
    link.onMessage((first) => {
      const greeting = greetingIn(first)
      if (greeting === undefined) {
        link.writeTo(socket)
        accept(link)
        link.receive(first)
      } else if (greeting.way === 'up') {
        void meet(greeting.link, link).promise.then((down) => link.writeTo(down))
        accept(link)
      } else {
        link.onMessage(() => {})
        meet(greeting.link, link).resolve(socket)
      }
    })
  }
}

function greetingIn(message: string): Greeting | undefined {
  try {
    const { link, way } = JSON.parse(message) as Partial<Greeting>
    return typeof link === 'string' && (way === 'up' || way === 'down') ? { link, way } : undefined
  } catch {
    return undefined // no message at all: whoever reads it next says so
  }
}

function ignore(): void {
  // ECONNRESET, EPIPE: the other side is gone; `close` follows, and says what that means.
}
