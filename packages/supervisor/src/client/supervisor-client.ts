import { randomUUID } from 'node:crypto'
import type {
  AskOptions,
  JournalEntry,
  KeptProcess,
  NetworkAnswer,
  NetworkQuestion,
  OutputLine,
  PortLease,
  PortLeaseRequest,
  ProcessHandle,
  ProcessLeak,
  ProcessHost,
  ProcessSpawnOrder,
  ProcessTreeEnd,
  ResourceOrder,
  SharedLease,
} from '@curfew/protocol'
import { ProcessHostClosedError, SupervisorLostError } from '../errors.ts'
import type { PublishedSupervisor } from '../generations.ts'
import type { SupervisedProcess } from '../run/supervised-process.ts'
import { isWireError } from '../wire/channel.ts'
import type { KnownResource, LineBlock, OwnerCalls, SharedProcess, SupervisorCalls } from '../wire/protocol.ts'
import { Asked } from './asked.ts'
import { attemptConnection } from './attempt-connection.ts'
import type { Connection } from './connection.ts'
import { KeepAlive } from './keep-alive.ts'
import { LineSubscription } from './line-subscription.ts'
import { guard, Notices } from './notices.ts'
import { type Reached, reachSupervisor } from './reach.ts'
import { rebuild } from './rebuild.ts'
import { SupervisedHandle } from './supervised-handle.ts'
import { UnrecordedEntries } from './unrecorded-entries.ts'
import { WithoutSupervisor } from './without-supervisor.ts'

/** Whose port it is. */
export interface SupervisorClientFacts extends Reached {
  readonly owner: string
}

/** A call that does the same when it is made twice is made again after the connection was lost; a signal is not. */
const onceOnly: ReadonlySet<keyof SupervisorCalls> = new Set(['signal'] as const)

/** A process host whose processes are the supervisor's children; it outlives any one connection, and any one supervisor. */
export class SupervisorClient implements ProcessHost {
  readonly #facts: SupervisorClientFacts
  readonly #token = randomUUID()
  readonly #keepAlive = new KeepAlive()
  readonly #handles = new Map<string, SupervisedHandle>()
  readonly #resources = new Map<string, KnownResource>()
  readonly #subscriptions = new Map<number, LineSubscription>()
  readonly #asked = new Asked()
  readonly #notices = new Notices()
  readonly #unrecorded = new UnrecordedEntries()
  readonly #local: OwnerCalls = {
    exited: (id, exit) => this.#handles.get(id)?.onExited(exit),
    gone: (id, end) => this.#onGone(id, end),
    lines: (subscription, blocks) => this.#onLines(subscription, blocks),
    connected: (serial, address) => this.#asked.onConnected(serial, address),
    doomed: (reason) => this.#notices.doom(reason),
    complaint: (message) => this.#notices.complain(message),
    hostReach: (...args) => this.#notices.hostReach(...args),
    recorded: (serial) => this.#unrecorded.recorded(serial),
  }
  #connection: Connection | undefined
  /** Settles with the connection that comes after the one that was lost; `undefined` when there is none to come. */
  #connecting: Promise<Connection | undefined> | undefined
  #lastSupervisor: PublishedSupervisor | undefined
  /** Why no supervisor came up after the last one. */
  #failure: unknown
  #closing: Promise<void> | undefined
  #saidGoodbye = false
  readonly #without: WithoutSupervisor

  constructor(facts: SupervisorClientFacts) {
    this.#facts = facts
    const { run, runDirectory, owner } = facts
    this.#without = new WithoutSupervisor({
      run,
      runDirectory,
      owner,
      complain: (message) => this.#notices.complain(message),
    })
  }

  /** Connects for the first time. */
  async open({ keepsAlive }: { readonly keepsAlive: boolean }): Promise<void> {
    const connected = this.#connect({})
    await (keepsAlive ? this.#keepAlive.during(connected) : connected)
  }

  leasePorts(request: PortLeaseRequest): Promise<PortLease> {
    return this.call('leasePorts', request)
  }

  releasePorts(id: string): Promise<void> {
    return this.call('releasePorts', id)
  }

  async spawn(order: ProcessSpawnOrder): Promise<ProcessHandle> {
    // Known before the answer: a process may have exited by the time that arrives.
    const handle = new SupervisedHandle(order, this)
    this.#handles.set(order.id, handle)
    let again = false
    try {
      const ask = (connection: Connection) => {
        const answer = connection.call('spawn', order, again)
        again = true
        return answer
      }
      handle.onSpawned(await this.#ask('spawn', ask), order.log.directory)
      return handle
    } catch (error) {
      if (this.#handles.get(order.id) === handle) this.#handles.delete(order.id)
      // It may have been spawned all the same, and nobody will ever stop it.
      if (again && error instanceof SupervisorLostError) await this.#without.killUnanswered(order)
      throw error
    }
  }

  async share(key: string): Promise<SharedLease> {
    const answer = await this.call('share', key)
    if (answer.role !== 'user') return answer
    const { role, value, processes } = answer
    return { role, value, processes: processes.map((process) => this.#attach(process)) }
  }

  shared(key: string, value: unknown): Promise<void> {
    return this.call('shared', key, value)
  }

  shareFailed(key: string, error: unknown): Promise<void> {
    return this.call('shareFailed', key, error)
  }

  unshare(key: string): Promise<void> {
    return this.call('unshare', key)
  }

  async acquire(order: ResourceOrder): Promise<unknown> {
    const value = await this.call('acquire', order)
    this.#resources.set(order.id, { order, value })
    return value
  }

  async release(id: string): Promise<void> {
    try {
      await this.call('release', id)
    } catch (error) {
      const local = error instanceof SupervisorLostError ? await this.#without.localResource(id) : undefined
      if (local === undefined) throw error
      await local.release('owner')
    }
    this.#resources.delete(id)
  }

  async keep(ids: readonly string[]): Promise<readonly KeptProcess[]> {
    const kept = await this.call('keep', ids)
    for (const { id } of kept) this.#handles.get(id)?.onKept()
    return kept
  }

  leaks(ids: readonly string[]): Promise<readonly ProcessLeak[]> {
    return this.call('leaks', ids)
  }

  discard(ids: readonly string[]): void {
    this.call('discard', ids).catch(() => {
      // No supervisor is left, or it is of another version: then it stays.
    })
  }

  ask(question: NetworkQuestion, options: AskOptions): Promise<NetworkAnswer> {
    const { signal } = options
    return this.#asked.during(
      options,
      (serial) =>
        this.#ask('ask', async (connection) => {
          // Not asked of the next supervisor, if it was given up meanwhile.
          signal.throwIfAborted()
          return connection.call('ask', serial, question)
        }),
      (serial) => this.#connection?.tell('endAsk', serial),
    )
  }

  onComplaint(listener: (message: string) => void): () => void {
    return this.#notices.onComplaint(listener)
  }

  record(entry: JournalEntry): void {
    if (this.#without.isLost || this.#closing !== undefined) return
    this.#without.onRecord(entry)
    const serial = this.#unrecorded.add(entry)
    this.#connection?.tell('record', entry, serial)
  }

  onHostReach(listener: Parameters<ProcessHost['onHostReach']>[0]): () => void {
    return this.#notices.onHostReach(listener)
  }

  onDoomed(listener: (reason: string) => void): () => void {
    return this.#notices.onDoomed(listener)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /**
   * Asks the supervisor, and keeps this process alive until it answers; asks the next one when this one dies.
   *
   * @throws {SupervisorLostError} when nobody is left to ask, or the call must not be made twice
   */
  call<Name extends keyof SupervisorCalls>(
    name: Name,
    ...args: Parameters<SupervisorCalls[Name]>
  ): Promise<Awaited<ReturnType<SupervisorCalls[Name]>>> {
    return this.#ask(name, (connection) => connection.call(name, ...args))
  }

  /** Calls back when no supervisor is left, and none will come; at once where that is so. Returns an unsubscribe function. */
  onLost(listener: () => void): () => void {
    return this.#without.onLost(listener)
  }

  /** A process of this owner's that this process has to end itself, once no supervisor is left. */
  local(id: string): Promise<SupervisedProcess | undefined> {
    return this.#without.local(id)
  }

  /** Keeps this process alive until the promise has settled. */
  keepAliveDuring(waited: Promise<unknown>): void {
    void this.#keepAlive.during(waited)
  }

  subscribe(id: string, listener: (line: OutputLine) => void): () => void {
    const subscription = new LineSubscription(id, (line) => guard(() => listener(line)))
    this.#subscriptions.set(subscription.serial, subscription)
    this.#connection?.tell('subscribe', id, subscription.serial)
    return () => {
      subscription.end()
      if (!this.#subscriptions.delete(subscription.serial)) return
      this.#connection?.tell('unsubscribe', id, subscription.serial)
    }
  }

  async #ask<Value>(name: keyof SupervisorCalls, ask: (connection: Connection) => Promise<Value>): Promise<Value> {
    if (this.#closing !== undefined && name !== 'goodbye') throw new ProcessHostClosedError(name)
    return this.#keepAlive.during(this.#askUntilAnswered(name, ask))
  }

  async #askUntilAnswered<Value>(
    name: keyof SupervisorCalls,
    ask: (connection: Connection) => Promise<Value>,
  ): Promise<Value> {
    for (;;) {
      const connection = this.#connection ?? (await this.#connecting)
      if (connection === undefined) throw this.#lostError(name)
      try {
        return await ask(connection)
      } catch (error) {
        if (isWireError(error)) throw rebuild(error)
        if (connection.isOpen) throw error
        if (onceOnly.has(name)) throw this.#lostError(name)
        await connection.closed
      }
    }
  }

  /** One connection, and after its loss the next one. */
  async #connect(options: { readonly only?: 'living' }): Promise<Connection | undefined> {
    const hello = { owner: this.#facts.owner, holder: this.#facts.self, token: this.#token }
    const attempt = (published: PublishedSupervisor) => attemptConnection(published, this.#local, hello)
    const connection = await reachSupervisor(this.#facts, attempt, options)
    this.#connecting = undefined
    this.#connection = connection
    if (connection === undefined) return undefined
    const isAnother = this.#lastSupervisor !== undefined && this.#lastSupervisor.pid !== connection.supervisor.pid
    this.#lastSupervisor = connection.supervisor
    if (isAnother) connection.tell('adopt', this.#without.knownOf(this.#handles.values()))
    void connection.closed.then(() => this.#onClosed())
    this.#resume(connection)
    return connection
  }

  /** Tells a new connection what the one before may not have been told, or did not live to act on. */
  #resume(connection: Connection): void {
    for (const [serial, entry] of this.#unrecorded) connection.tell('record', entry, serial)
    for (const subscription of this.#subscriptions.values()) {
      subscription.restart()
      connection.tell('subscribe', subscription.id, subscription.serial)
    }
  }

  #onClosed(): void {
    this.#connection = undefined
    if (this.#saidGoodbye) return
    this.#connecting = this.#connect({ only: 'living' })
      // Told to whoever asks for something: every call from now on is rejected with it as its cause.
      .catch((error: unknown) => {
        this.#failure = error
        return undefined
      })
      .then((connection) => {
        if (connection === undefined) this.#onLostForGood()
        return connection
      })
  }

  /** The run is over, or no supervisor comes up any more: from now on this process ends what it has itself. */
  #onLostForGood(): void {
    this.#unrecorded.clear()
    this.#without.begin(this.#handles.values(), this.#resources.values(), this.#failure)
  }

  /** A handle of a process that the run has. */
  #attach({ order, ...spawned }: SharedProcess): SupervisedHandle {
    const known = this.#handles.get(order.id)
    if (known !== undefined) return known
    const handle = new SupervisedHandle(order, this)
    handle.onAttached(spawned)
    this.#handles.set(order.id, handle)
    return handle
  }

  #onGone(id: string, end: ProcessTreeEnd): void {
    this.#handles.get(id)?.onGone(end)
    if (!end.gone) return
    this.#handles.delete(id)
    if (this.#handles.size === 0) this.#without.onNothingLeft()
  }

  #onLines(serial: number, blocks: readonly LineBlock[]): void {
    for (const block of blocks) this.#subscriptions.get(serial)?.deliver(block)
  }

  #lostError(call: string): SupervisorLostError {
    const { runDirectory } = this.#facts
    const supervisorPid = this.#lastSupervisor?.pid ?? 0
    return new SupervisorLostError(call, { runDirectory, supervisorPid }, { cause: this.#failure })
  }

  async #close(): Promise<void> {
    try {
      await this.call('goodbye')
    } catch (error) {
      // There is nobody to say goodbye to: what is left is this process's to stop.
      if (!(error instanceof SupervisorLostError)) throw error
      await this.#keepAlive.during(this.#without.finish())
    }
    this.#saidGoodbye = true
    for (const handle of this.#handles.values()) handle.letGo()
    this.#connection?.close()
    // A process that was kept outlives this one: who listens to it must not wait for its end.
    this.#keepAlive.end()
  }
}
