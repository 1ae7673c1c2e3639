import {
  type HostedProcess,
  type PastProcess,
  type PastSpawn,
  type PortHolder,
  type ProcessExit,
  type ProcessTreeEnd,
  type RestFacts,
  delay,
} from '@curfew/protocol'

/**
 * A process of another host that a supervisor before this one started. The owner may ask for things before its host has
 * answered: they are done once it has. It counts as alive until the host says that it is not.
 */
export class LateProcess implements HostedProcess {
  readonly pid: number
  readonly startTime: number
  readonly startedAtMs: number
  readonly containment = 'driver'
  readonly identity: unknown
  readonly exited: Promise<ProcessExit>
  readonly #order: PastProcess['order']
  readonly #found: Promise<HostedProcess | undefined>

  constructor(order: PastProcess['order'], spawned: PastSpawn, found: Promise<HostedProcess | undefined>) {
    this.pid = spawned.pid
    this.startTime = spawned.startTime
    this.startedAtMs = spawned.startedAtMs
    this.identity = spawned.identity
    this.#order = order
    this.#found = found
    this.exited = this.#exit()
  }

  ask(signal: NodeJS.Signals): void {
    void this.#found.then((found) => found?.ask(signal))
  }

  hurry(): void {
    void this.#found.then((found) => found?.hurry?.())
  }

  signal(signal: NodeJS.Signals): void {
    void this.#found.then((found) => found?.signal(signal))
  }

  keep(): void {
    void this.#found.then((found) => found?.keep?.())
  }

  async endRest(exit: ProcessExit, facts: RestFacts): Promise<void> {
    const found = await this.#found
    await found?.endRest?.(exit, facts)
  }

  async kill(killTimeoutMs: number): Promise<ProcessTreeEnd> {
    const nothing = { suspects: [], killed: [], leftBehind: [] }
    const found = await Promise.race([this.#found, delay(killTimeoutMs).then(() => 'late' as const)])
    if (found === 'late') {
      const { command, args } = this.#order
      const survivor = { pid: this.pid, command: [command, ...args].join(' ') }
      return { ...nothing, gone: false, survivors: [survivor] }
    }
    return found === undefined ? { ...nothing, gone: true, survivors: [] } : found.kill(killTimeoutMs)
  }

  async portHolder(host: string, port: number): Promise<PortHolder> {
    const found = await this.#found
    return found === undefined ? { state: 'none' } : found.portHolder(host, port)
  }

  async pids(): Promise<readonly number[]> {
    const found = await this.#found
    return found === undefined ? [] : found.pids()
  }

  async #exit(): Promise<ProcessExit> {
    const found = await this.#found
    if (found !== undefined) return found.exited
    return { code: null, signal: null, hint: 'how it exited is not known: the supervisor that was its parent had died' }
  }
}
