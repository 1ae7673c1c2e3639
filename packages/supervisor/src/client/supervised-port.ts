import type { Socket } from 'node:net'
import type {
  JournalEntry,
  KeptProcess,
  OutputLine,
  PortLease,
  PortLeaseRequest,
  ProcessHandle,
  ProcessLeak,
  ProcessPort,
  ProcessSpawnOrder,
  ProcessTreeEnd,
} from '@curfew/core/process-port'
import { setImmediate } from '../clock.ts'
import {
  PortClosedError,
  ProtocolMismatchError,
  SpawnError,
  SupervisorCallError,
  SupervisorLostError,
} from '../errors.ts'
import type { PublishedSupervisor } from '../generations.ts'
import type { HolderIdentity } from '../system/thread-identity.ts'
import { type Channel, isWireError, openChannel, tell } from '../wire/channel.ts'
import type { WireError } from '../wire/wire-error.ts'
import { type OwnerCalls, protocolVersion, type SupervisorCalls } from '../wire/protocol.ts'
import { KeepAlive } from './keep-alive.ts'
import { SupervisedHandle } from './supervised-handle.ts'

/** What a port knows of whom it talks to. */
export interface SupervisedPortFacts {
  readonly runDirectory: string
  readonly supervisor: PublishedSupervisor
}

/** A process port whose processes are the supervisor's children. */
export class SupervisedPort implements ProcessPort {
  readonly #facts: SupervisedPortFacts
  readonly #socket: Socket
  readonly #keepAlive: KeepAlive
  readonly #channel: Channel<SupervisorCalls, OwnerCalls>
  readonly #handles = new Map<string, SupervisedHandle>()
  readonly #listeners = new Map<number, (line: OutputLine) => void>()
  readonly #doomListeners = new Set<(reason: string) => void>()
  readonly #complaintListeners = new Set<(message: string) => void>()
  /** Told before anybody listened. */
  #complaints: string[] = []
  #doomed: string | undefined
  #subscriptions = 0
  #closing: Promise<void> | undefined
  #lost = false

  constructor(socket: Socket, facts: SupervisedPortFacts) {
    this.#facts = facts
    this.#socket = socket
    this.#keepAlive = new KeepAlive(socket)
    this.#channel = openChannel<SupervisorCalls, OwnerCalls>(socket, {
      exited: (id, exit) => this.#handles.get(id)?.onExited(exit),
      gone: (id, end) => this.#onGone(id, end),
      lines: (subscription, lines) => this.#onLines(subscription, lines),
      doomed: (reason) => this.#onDoomed(reason),
      complaint: (message) => this.#onComplaint(message),
    })
    socket.on('error', () => {
      // ECONNRESET, EPIPE: `close` follows, and settles what is pending.
    })
    socket.on('close', () => this.#onClose())
  }

  /** Introduces the owner; false when the supervisor left before it answered. */
  async hello(owner: string, holder: HolderIdentity): Promise<boolean> {
    try {
      const welcome = await this.call('hello', { protocol: protocolVersion, owner, holder })
      if (welcome.protocol === protocolVersion) return true
      this.#socket.destroy()
      throw new ProtocolMismatchError({
        ours: protocolVersion,
        theirs: welcome.protocol,
        supervisorPath: welcome.path,
      })
    } catch (error) {
      if (error instanceof SupervisorLostError) return false
      throw error
    }
  }

  leasePorts(request: PortLeaseRequest): Promise<PortLease> {
    return this.call('leasePorts', request)
  }

  releasePorts(id: string): Promise<void> {
    return this.call('releasePorts', id)
  }

  async spawn(order: ProcessSpawnOrder): Promise<ProcessHandle> {
    // Known before the answer: a process may have exited by the time that arrives.
    const handle = new SupervisedHandle(order.id, this)
    this.#handles.set(order.id, handle)
    try {
      handle.onSpawned(await this.call('spawn', order))
      return handle
    } catch (error) {
      if (this.#handles.get(order.id) === handle) this.#handles.delete(order.id)
      throw error
    }
  }

  keep(ids: readonly string[]): Promise<readonly KeptProcess[]> {
    return this.call('keep', ids)
  }

  leaks(ids: readonly string[]): Promise<readonly ProcessLeak[]> {
    return this.call('leaks', ids)
  }

  onComplaint(listener: (message: string) => void): () => void {
    for (const message of this.#complaints) listener(message)
    this.#complaints = []
    this.#complaintListeners.add(listener)
    return () => {
      this.#complaintListeners.delete(listener)
    }
  }

  record(entry: JournalEntry): void {
    this.tell('record', entry)
  }

  onDoomed(listener: (reason: string) => void): () => void {
    if (this.#doomed !== undefined) listener(this.#doomed)
    this.#doomListeners.add(listener)
    return () => {
      this.#doomListeners.delete(listener)
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** Asks the supervisor, and keeps this process alive until it answers. */
  async call<Name extends keyof SupervisorCalls>(
    name: Name,
    ...args: Parameters<SupervisorCalls[Name]>
  ): Promise<Awaited<ReturnType<SupervisorCalls[Name]>>> {
    if (this.#lost) throw this.#closing === undefined ? this.#lostError(name) : new PortClosedError(name)
    try {
      return await this.#keepAlive.during(this.#channel.$call(name, ...args))
    } catch (error) {
      throw isWireError(error) ? rebuild(error) : error
    }
  }

  /** Tells the supervisor; nobody waits for it, and a supervisor that is gone needs not be told. */
  tell<Name extends keyof SupervisorCalls>(name: Name, ...args: Parameters<SupervisorCalls[Name]>): void {
    tell(this.#channel, () => this.#channel.$callEvent(name, ...args))
  }

  /** Keeps this process alive until the promise has settled. */
  keepAliveDuring(waited: Promise<unknown>): void {
    void this.#keepAlive.during(waited)
  }

  subscribe(id: string, listener: (line: OutputLine) => void): () => void {
    this.#subscriptions += 1
    const subscription = this.#subscriptions
    this.#listeners.set(subscription, listener)
    this.tell('subscribe', id, subscription)
    return () => {
      if (this.#listeners.delete(subscription)) this.tell('unsubscribe', id, subscription)
    }
  }

  #onGone(id: string, end: ProcessTreeEnd): void {
    this.#handles.get(id)?.onGone(end)
    if (end.gone) this.#handles.delete(id)
  }

  #onLines(subscription: number, lines: readonly OutputLine[]): void {
    for (const line of lines) {
      const listener = this.#listeners.get(subscription)
      if (listener === undefined) return
      guard(() => listener(line))
    }
  }

  #onDoomed(reason: string): void {
    this.#doomed = reason
    for (const listener of this.#doomListeners) guard(() => listener(reason))
  }

  #onComplaint(message: string): void {
    if (this.#complaintListeners.size === 0) this.#complaints.push(message)
    for (const listener of this.#complaintListeners) guard(() => listener(message))
  }

  #onClose(): void {
    this.#lost = true
    void this.#channel.$rejectPendingCalls(({ method, reject }) => reject(this.#lostError(method)))
    this.#channel.$close()
    for (const handle of this.#handles.values()) void handle.onSupervisorLost()
  }

  #lostError(call: string): SupervisorLostError {
    const { runDirectory, supervisor } = this.#facts
    return new SupervisorLostError(call, { runDirectory, supervisorPid: supervisor.pid })
  }

  async #close(): Promise<void> {
    if (this.#lost) return
    try {
      await this.call('goodbye')
    } catch (error) {
      // The supervisor left first: there is nobody to say goodbye to.
      if (!(error instanceof SupervisorLostError)) throw error
    }
    this.#socket.destroy()
  }
}

/** An error of a listener is its own: it is raised, but outside of what delivers to the others. */
function guard(call: () => void): void {
  try {
    call()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}

function rebuild({ name, message, code, facts }: WireError): Error {
  if (name === 'SpawnError') {
    return new SpawnError(message, { code: code ?? '', command: String(facts['command']), cwd: String(facts['cwd']) })
  }
  return Object.assign(new SupervisorCallError(message), facts)
}
