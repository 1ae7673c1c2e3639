import { connect, type Socket } from 'node:net'
import { ProtocolMismatchError } from '../errors.ts'
import type { PublishedSupervisor } from '../generations.ts'
import { type Channel, openChannel, tell } from '../wire/channel.ts'
import { type Hello, type OwnerCalls, protocolVersion, type SupervisorCalls } from '../wire/protocol.ts'

/** The answer to a call never came: the connection is gone. */
export class ConnectionLost extends Error {}

/** One connection to one supervisor, from its hello to its loss. Keeps nobody alive. */
export class Connection {
  readonly supervisor: PublishedSupervisor
  readonly #socket: Socket
  readonly #channel: Channel<SupervisorCalls, OwnerCalls>
  readonly #closed: Promise<void>

  constructor(socket: Socket, supervisor: PublishedSupervisor, local: OwnerCalls) {
    this.supervisor = supervisor
    this.#socket = socket.unref()
    this.#channel = openChannel<SupervisorCalls, OwnerCalls>(socket, local)
    socket.on('error', () => {
      // ECONNRESET, EPIPE: `close` follows, and settles what is pending.
    })
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        void this.#channel.$rejectPendingCalls(({ reject }) => reject(new ConnectionLost()))
        this.#channel.$close()
        resolve()
      })
    })
  }

  /** Resolves when it is lost, or was closed. */
  get closed(): Promise<void> {
    return this.#closed
  }

  get isOpen(): boolean {
    return !this.#channel.$closed
  }

  /**
   * Introduces the owner.
   *
   * @throws {ProtocolMismatchError}
   * @throws {ConnectionLost} when the supervisor left before it answered
   */
  async hello(hello: Omit<Hello, 'protocol'>): Promise<void> {
    const welcome = await this.call('hello', { ...hello, protocol: protocolVersion })
    if (welcome.protocol === protocolVersion) return
    this.close()
    throw new ProtocolMismatchError({
      ours: protocolVersion,
      theirs: welcome.protocol,
      supervisorPath: welcome.path,
    })
  }

  /** Asks, and rejects with {@link ConnectionLost} when no answer can come any more. */
  async call<Name extends keyof SupervisorCalls>(
    name: Name,
    ...args: Parameters<SupervisorCalls[Name]>
  ): Promise<Awaited<ReturnType<SupervisorCalls[Name]>>> {
    if (!this.isOpen) throw new ConnectionLost()
    return this.#channel.$call(name, ...args)
  }

  tell<Name extends keyof SupervisorCalls>(name: Name, ...args: Parameters<SupervisorCalls[Name]>): void {
    tell(this.#channel, () => this.#channel.$callEvent(name, ...args))
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** An open connection; `undefined` where nobody listens. */
export function tryConnect(address: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket))
    // ENOENT, ECONNREFUSED: it ended, and the caller finds out whether it is dead.
    socket.once('error', () => resolve(undefined))
  })
}
