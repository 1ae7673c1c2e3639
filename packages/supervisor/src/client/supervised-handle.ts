import type { OutputLine, PortHolder, ProcessExit, ProcessHandle, ProcessTreeEnd } from '@curfew/core/process-port'
import { delay } from '../clock.ts'
import { isAlive, identify, processTable } from '../system/process-table.ts'
import { noContainment } from '../tree/containment.ts'
import { ProcessTree } from '../tree/process-tree.ts'
import type { Spawned } from '../wire/protocol.ts'
import type { SupervisedPort } from './supervised-port.ts'

const lookAfterLossMs = 100

/** A process of the supervisor, as its owner holds it. */
export class SupervisedHandle implements ProcessHandle {
  readonly id: string
  pid = 0
  startedAtMs = 0
  readonly #port: SupervisedPort
  readonly #exited = Promise.withResolvers<ProcessExit>()
  readonly #gone = Promise.withResolvers<ProcessTreeEnd>()

  readonly #givenUser: number | undefined

  /** @param givenUser - The user that the service was given, where that is another one */
  constructor(id: string, givenUser: number | undefined, port: SupervisedPort) {
    this.id = id
    this.#givenUser = givenUser
    this.#port = port
  }

  get exited(): Promise<ProcessExit> {
    return this.#exited.promise
  }

  get gone(): Promise<ProcessTreeEnd> {
    return this.#gone.promise
  }

  async terminate(signal: NodeJS.Signals): Promise<void> {
    await this.#port.call('terminate', this.id, signal)
    // Whoever asked waits for the end; only that is worth staying for.
    this.#port.keepAliveDuring(this.gone)
  }

  kill(killTimeoutMs: number): Promise<ProcessTreeEnd> {
    return this.#port.call('kill', this.id, killTimeoutMs)
  }

  signal(signal: NodeJS.Signals): Promise<void> {
    return this.#port.call('signal', this.id, signal)
  }

  onLine(listener: (line: OutputLine) => void): () => void {
    const ended = Promise.withResolvers<void>()
    const unsubscribe = this.#port.subscribe(this.id, listener)
    // Who listens wants what is still to come, as with a stream of Node.
    this.#port.keepAliveDuring(Promise.race([this.gone, ended.promise]))
    return () => {
      ended.resolve()
      unsubscribe()
    }
  }

  lastLines(count: number): Promise<readonly OutputLine[]> {
    return this.#port.call('lastLines', this.id, count)
  }

  portHolder(host: string, port: number): Promise<PortHolder> {
    return this.#port.call('portHolder', this.id, host, port)
  }

  refresh(): Promise<readonly number[]> {
    return this.#port.call('refresh', this.id)
  }

  onSpawned({ pid, startedAtMs }: Spawned): void {
    this.pid = pid
    this.startedAtMs = startedAtMs
  }

  onExited(exit: ProcessExit): void {
    this.#exited.resolve(exit)
  }

  onGone(end: ProcessTreeEnd): void {
    this.#gone.resolve(end)
  }

  /** Nobody will tell us any more: the main process is looked at until it is dead, and then for what is left of its tree. */
  async onSupervisorLost(run: string): Promise<void> {
    const main = identify(this.pid)
    for (let lives = main !== undefined; lives; lives = main !== undefined && isAlive(main)) {
      await delay(lookAfterLossMs, { unref: true })
    }
    this.#exited.resolve({ code: null, signal: null, hint: 'the supervisor was lost before it could tell' })
    const tree = new ProcessTree(
      processTable,
      main ?? { pid: this.pid, startTime: 0 },
      { run, id: this.id },
      noContainment,
      this.#givenUser,
    )
    const survivors = this.pid === 0 ? [] : tree.scan().map(({ pid }) => processTable.describe(pid))
    this.#gone.resolve({ gone: survivors.length === 0, survivors, suspects: [] })
  }
}
