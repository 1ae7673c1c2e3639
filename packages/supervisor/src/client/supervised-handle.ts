import type {
  OutputLine,
  PortHolder,
  ProcessExit,
  ProcessHandle,
  ProcessSpawnOrder,
  ProcessTreeEnd,
} from '@curfew/protocol'
import { SupervisorLostError } from '../errors.ts'
import type { SupervisedProcess } from '../run/supervised-process.ts'
import { identify } from '../system/process-table.ts'
import type { KnownProcess, Spawned } from '../wire/protocol.ts'
import { holdPipes } from './hold-pipes.ts'
import type { SupervisorClient } from './supervisor-client.ts'

/** A process of the supervisor, as its owner holds it; without any supervisor it is ended from here. */
export class SupervisedHandle implements ProcessHandle {
  readonly id: string
  pid = 0
  startedAtMs = 0
  readonly #order: ProcessSpawnOrder
  readonly #processHost: SupervisorClient
  #isGone = false
  readonly #exited = Promise.withResolvers<ProcessExit>()
  readonly #gone = Promise.withResolvers<ProcessTreeEnd>()
  readonly #signals = new Set<NodeJS.Signals>()
  #startTime = 0
  #kept = false
  #isAttached = false

  constructor(order: ProcessSpawnOrder, processHost: SupervisorClient) {
    this.id = order.id
    // Kept for as long as it lives; the environment is of no more use, and may hold secrets.
    this.#order = { ...order, env: {} }
    this.#processHost = processHost
  }

  get exited(): Promise<ProcessExit> {
    return this.#exited.promise
  }

  get gone(): Promise<ProcessTreeEnd> {
    return this.#gone.promise
  }

  async terminate(signal: NodeJS.Signals): Promise<void> {
    await this.#call(
      () => this.#processHost.call('terminate', this.id, signal),
      (local) => local.terminate(signal, 'owner'),
    )
    this.#signals.add(signal)
    // Whoever asked waits for the end; only that is worth staying for.
    this.#processHost.keepAliveDuring(this.gone)
  }

  kill(killTimeoutMs: number): Promise<ProcessTreeEnd> {
    return this.#call(
      () => this.#processHost.call('kill', this.id, killTimeoutMs),
      (local) => local.kill(killTimeoutMs, 'owner'),
    )
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    // Not again: it may have been sent by the supervisor that was lost.
    const local = await this.#processHost.local(this.id)
    if (local === undefined) await this.#processHost.call('signal', this.id, signal)
    else local.signal(signal)
  }

  onLine(listener: (line: OutputLine) => void): () => void {
    const ended = Promise.withResolvers<void>()
    const unsubscribe = this.#processHost.subscribe(this.id, listener)
    // Who listens wants what is still to come, as with a stream of Node.
    const forget = this.#processHost.onLost(ended.resolve)
    this.#processHost.keepAliveDuring(Promise.race([this.gone, ended.promise]).finally(forget))
    return () => {
      ended.resolve()
      unsubscribe()
    }
  }

  lastLines(count: number): Promise<readonly OutputLine[]> {
    return this.#call(
      () => this.#processHost.call('lastLines', this.id, count),
      (local) => local.lastLines(count),
    )
  }

  portHolder(host: string, port: number): Promise<PortHolder> {
    return this.#call(
      () => this.#processHost.call('portHolder', this.id, host, port),
      (local) => local.portHolder(host, port),
    )
  }

  refresh(): Promise<readonly number[]> {
    return this.#call(
      () => this.#processHost.call('refresh', this.id),
      (local) => local.refresh(),
    )
  }

  onSpawned({ pid, startedAtMs }: Spawned, logDirectory: string): void {
    this.pid = pid
    this.startedAtMs = startedAtMs
    // Now, because a later process may be given the same pid.
    this.#startTime = this.#order.driver === undefined ? (identify(pid)?.startTime ?? 0) : 0
    if (!this.#isGone) this.letGo = holdPipes(logDirectory)
  }

  /** It is the run's: without a supervisor it is not this process that ends it. */
  onAttached({ pid, startedAtMs }: Spawned): void {
    this.pid = pid
    this.startedAtMs = startedAtMs
    this.#isAttached = true
  }

  onKept(): void {
    this.#kept = true
  }

  /** Lets go of its pipes: nobody has to read them any more, or somebody else will. */
  letGo: () => void = () => {}

  onExited(exit: ProcessExit): void {
    this.#exited.resolve(exit)
  }

  onGone(end: ProcessTreeEnd): void {
    this.#isGone = end.gone
    if (end.gone) this.letGo()
    this.#gone.resolve(end)
  }

  /** What is needed to end it without a supervisor; `undefined` while it is not known to have been spawned. */
  get known(): KnownProcess | undefined {
    if (this.pid === 0 || this.#isAttached) return undefined
    const main = { pid: this.pid, startTime: this.#startTime }
    return { order: this.#order, main, startedAtMs: this.startedAtMs, signals: [...this.#signals], kept: this.#kept }
  }

  /** From now on this process ends it: no supervisor is left. */
  onSupervisorLost(local: SupervisedProcess): void {
    void local.exited.then((exit) => this.onExited(exit))
    void local.gone.then((end) => this.onGone(end))
  }

  /** Asks the supervisor; where there is none any more, this process does it. */
  async #call<Value>(
    ask: () => Promise<Value>,
    act: (local: SupervisedProcess) => Value | Promise<Value>,
  ): Promise<Value> {
    try {
      return await ask()
    } catch (error) {
      const local = error instanceof SupervisorLostError ? await this.#processHost.local(this.id) : undefined
      if (local === undefined) throw error
      return act(local)
    }
  }
}
