import { ProtocolMismatchError } from '../errors.ts'
import type { PublishedSupervisor } from '../generations.ts'
import { type Channel, openChannel, tell } from '../wire/channel.ts'
import type { Link } from '../wire/link.ts'
import { SilenceWatch } from './silence.ts'
import { type OwnerCalls, type OwnerHello, protocolVersion, type SupervisorCalls } from '../wire/protocol.ts'

/** The answer to a call never came: the connection is gone. */
export class ConnectionLost extends Error {}

/**
 * One connection to one supervisor, from its hello to its loss. Keeps nobody alive.
 *
 * Guarantee: every call settles. A supervisor that lives and gives no sign of it is continued, or killed: {@link SilenceWatch}.
 */
export class Connection {
  readonly supervisor: PublishedSupervisor
  readonly #link: Link
  readonly #channel: Channel<SupervisorCalls, OwnerCalls>
  readonly #closed: Promise<void>
  readonly #silence: SilenceWatch

  constructor(link: Link, supervisor: PublishedSupervisor, local: OwnerCalls) {
    this.supervisor = supervisor
    this.#link = link.unref()
    this.#channel = openChannel<SupervisorCalls, OwnerCalls>(link, local)
    this.#closed = link.closed.then(() => {
      void this.#channel.$rejectPendingCalls(({ reject }) => reject(new ConnectionLost()))
      this.#channel.$close()
    })
    this.#silence = new SilenceWatch(
      supervisor,
      () => this.#channel.$call('ping'),
      () => this.close(),
    )
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
  async hello(hello: Omit<OwnerHello, 'protocol' | 'role'>): Promise<void> {
    const welcome = await this.call('hello', { ...hello, role: 'owner', protocol: protocolVersion })
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
    return this.#silence.during(this.#channel.$call(name, ...args))
  }

  tell<Name extends keyof SupervisorCalls>(name: Name, ...args: Parameters<SupervisorCalls[Name]>): void {
    tell(this.#channel, () => this.#channel.$callEvent(name, ...args))
  }

  /** Resolves when the supervisor has left, which it is about to do. */
  left(): Promise<void> {
    return this.#silence.during(this.#closed)
  }

  close(): void {
    this.#link.close()
  }
}
