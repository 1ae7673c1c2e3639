import {
  type HostedProcess,
  type KeptProcess,
  type OutputLine,
  type PastSignal,
  type PortHolder,
  type ProcessExit,
  type ProcessInfo,
  type ProcessSpawnOrder,
  type ProcessTreeEnd,
  delay,
  monotonicMs,
  setImmediate,
} from '@curfew/protocol'
import type { FinishedService, StopRequester } from '@curfew/protocol/journal'
import type { Journal } from '../journal/journal.ts'
import type { OutputPipes } from '../output/open-output.ts'
import { removeOutput } from '../output/remove-output.ts'
import type { LineSink, TailerThread } from '../output/tailer-thread.ts'
import type { Supervised } from './supervised.ts'

/** Bound for a service whose own limit is "none": there is nobody left who could end the wait. */
export const unlimitedStopMs = 30_000
/** How long the rest of the output of a tree that is gone may take to be read. */
const drainTimeoutMs = 10_000

/** What a supervised process needs of the supervisor. */
export interface ProcessSurroundings {
  readonly journal: Pick<Journal, 'write'>
  readonly tailer: Pick<TailerThread, 'open' | 'handOver' | 'finish' | 'lastLines' | 'subscribe' | 'unsubscribe'>
  readonly complain: (message: string) => void
}

/** A process as its host runs it, and where its output is read; without pipes it is in the logs already. */
export type OnHost = HostedProcess & { readonly pipes?: OutputPipes | undefined }

/** What happened to a process before this supervisor had it. */
export interface ProcessPast {
  /** Its parent was another supervisor. */
  readonly adopted?: boolean
  /** The journal says that it was spawned. */
  readonly spawned?: boolean
  /** Graceful signals that it got: none is sent twice. */
  readonly asked?: readonly PastSignal[]
  readonly exit?: ProcessExit | undefined
  readonly end?: ProcessTreeEnd | undefined
  /** It was left up on purpose. */
  readonly kept?: boolean
}

/** One spawned process, its tree and its output, until nothing of it is left; on whatever host it is. */
export class SupervisedProcess implements Supervised {
  readonly order: ProcessSpawnOrder
  readonly needs: Set<string>
  readonly hosted: OnHost
  readonly #around: ProcessSurroundings
  readonly #exited = Promise.withResolvers<ProcessExit>()
  readonly #gone = Promise.withResolvers<ProcessTreeEnd>()
  #drained: Promise<void> | undefined
  #handedOver: Promise<void> | undefined
  readonly #signalled = new Set<NodeJS.Signals>()
  readonly #adopted: boolean
  /** Its output is read again only if somebody asks: it was over before this supervisor began. */
  #followed = false
  #exit: ProcessExit | undefined
  #kept = false
  #end: ProcessTreeEnd | undefined
  #kill: Promise<ProcessTreeEnd> | undefined

  constructor(order: ProcessSpawnOrder, hosted: OnHost, around: ProcessSurroundings, past: ProcessPast = {}) {
    // Kept for as long as its owner lives; the environment is of no more use, and may hold secrets.
    this.order = { ...order, env: {} }
    this.needs = new Set(order.needs)
    this.hosted = hosted
    this.#around = around
    for (const { signal } of past.asked ?? []) this.#signalled.add(signal)
    this.#adopted = past.adopted === true
    this.#kept = past.kept === true
    if (past.end !== undefined) {
      this.#settle(past.exit ?? { code: null, signal: null }, past.end)
      return
    }
    if (past.spawned !== true) {
      const { pid, startTime, containment, identity } = hosted
      const about = { pid, startTime, group: pid, containment, ...(identity !== undefined && { identity }) }
      around.journal.write({ event: 'spawned', id: order.id, ...about })
    }
    // Whoever ordered it is told first.
    setImmediate(() => this.#follow())
    if (past.exit === undefined) void hosted.exited.then((exit) => this.#onExit(exit))
    else this.#onExited(past.exit)
  }

  get id(): string {
    return this.order.id
  }

  get service(): string {
    return this.order.service
  }

  get pid(): number {
    return this.hosted.pid
  }

  get startedAtMs(): number {
    return this.hosted.startedAtMs
  }

  /** Settles when the main process has exited. */
  get exited(): Promise<ProcessExit> {
    return this.#exited.promise
  }

  /** Settles when the tree was ended, with what was left. */
  get gone(): Promise<ProcessTreeEnd> {
    return this.#gone.promise
  }

  /**
   * Settles when its output was read to the end after it was gone, or that took too long; of what was kept when somebody else
   * reads it. At once while it lives.
   */
  get drained(): Promise<void> {
    return Promise.all([this.#drained, this.#handedOver]).then(() => {})
  }

  /** How the main process exited, once it has. */
  get exit(): ProcessExit | undefined {
    return this.#exit
  }

  /** How the tree ended, once it has; it may be tried again while something is left. */
  get end(): ProcessTreeEnd | undefined {
    return this.#end
  }

  get isGone(): boolean {
    return this.#end?.gone === true
  }

  /** Whether it was left up on purpose: then nothing of this run stops it any more. */
  get isKept(): boolean {
    return this.#kept
  }

  get isLeft(): boolean {
    return !this.isGone && !this.#kept
  }

  /** Leaves it up; `undefined` when it has ended, or was asked to. */
  keep(): KeptProcess | undefined {
    if (this.#exit !== undefined || this.#kill !== undefined || this.#signalled.size > 0) return undefined
    const { id, service } = this.order
    if (!this.#kept) this.#around.journal.write({ event: 'kept', id, service, pid: this.pid, group: this.pid })
    if (!this.#kept) this.#handedOver = this.#handOver()
    this.#kept = true
    return { id, pid: this.pid, group: this.pid }
  }

  /** Asks the tree to end; the same signal is sent once only. */
  terminate(signal: NodeJS.Signals, by: StopRequester): void {
    if (this.isGone || this.#signalled.has(signal)) return
    // What its main process left is asked as soon as it does not end by itself: now.
    if (this.#exit === undefined) this.#ask(signal, by)
    else this.hosted.hurry?.()
  }

  /** Kills the tree. One kill at a time; the next one tries again when something was left. */
  kill(killTimeoutMs: number, by: StopRequester): Promise<ProcessTreeEnd> {
    if (this.#end?.gone === true) return Promise.resolve(this.#end)
    if (this.#kill === undefined) this.#around.journal.write({ event: 'kill', id: this.order.id, killTimeoutMs, by })
    return this.#endOnce(killTimeoutMs)
  }

  /** Signals the main process; nothing happens once it has exited. */
  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) this.hosted.signal(signal)
  }

  /** Removes what it wrote, once that was read to the end; not while something of it is left. */
  discard(): void {
    if (this.isGone && !this.#kept) this.#drained = removeOutput(this.order.log.directory, this.drained)
  }

  async portHolder(host: string, port: number): Promise<PortHolder> {
    return this.hosted.portHolder(host, port)
  }

  async refresh(): Promise<readonly number[]> {
    return this.hosted.pids()
  }

  lastLines(count: number): Promise<readonly OutputLine[]> {
    this.#follow()
    return this.#around.tailer.lastLines(this.order.id, count)
  }

  subscribe(subscription: string, sink: LineSink): void {
    this.#follow()
    this.#around.tailer.subscribe(this.order.id, subscription, sink)
  }

  unsubscribe(subscription: string): void {
    this.#around.tailer.unsubscribe(this.order.id, subscription)
  }

  /** Stops it in its owner's place, within its own limits. */
  async finish(): Promise<FinishedService> {
    const { id, service, stop } = this.order
    const startedMs = monotonicMs()
    const exitedBefore = this.exit !== undefined
    if (stop.stopTimeoutMs !== 0) {
      this.terminate(stop.signal, 'supervisor')
      await Promise.race([this.gone, delay(stop.stopTimeoutMs ?? unlimitedStopMs)])
    }
    const exitedInTime = this.exit !== undefined
    const end = await this.kill(stop.killTimeoutMs, 'supervisor')
    const hasObeyed = exitedInTime && !end.killed.some(({ asked }) => asked)
    return {
      id,
      service,
      outcome: !end.gone ? 'left-alive' : exitedBefore ? 'exited' : hasObeyed ? 'stopped' : 'killed',
      durationMs: Math.round(monotonicMs() - startedMs),
      exit: this.exit ?? { code: null, signal: null },
      survivors: end.survivors,
    }
  }

  describe(): ProcessInfo {
    const { command, args, cwd } = this.order
    return { pid: this.pid, command: [command, ...args].join(' '), cwd }
  }

  #onExit(exit: ProcessExit): void {
    const asked = this.#signalled.size > 0 || this.#kill !== undefined
    this.#exit = exit
    this.#around.journal.write({ event: 'exited', id: this.order.id, asked, ...exit })
    this.#onExited(exit)
  }

  #onExited(exit: ProcessExit): void {
    this.#exit = exit
    this.#exited.resolve(exit)
    void this.#endRest(exit)
  }

  #settle(exit: ProcessExit, end: ProcessTreeEnd): void {
    this.#exit = exit
    this.#end = end
    this.#exited.resolve(exit)
    this.#gone.resolve(end)
  }

  #follow(): void {
    if (this.#followed) return
    this.#followed = true
    const { id, log } = this.order
    this.#around.tailer.open({ id, pid: this.pid, log, pipes: this.hosted.pipes, resumed: this.#adopted })
  }

  /** It outlives this supervisor: somebody else reads its pipes. */
  async #handOver(): Promise<void> {
    if (this.hosted.keep === undefined) return
    if (this.hosted.pipes !== undefined) {
      this.#follow()
      await this.#around.tailer.handOver(this.order.id)
    }
    try {
      this.hosted.keep()
    } catch (error) {
      this.#around.complain(`${this.order.id}: nobody reads its output any more: ${(error as Error).message}`)
    }
  }

  #ask(signal: NodeJS.Signals, by: StopRequester): void {
    this.#signalled.add(signal)
    this.#around.journal.write({ event: 'terminate', id: this.order.id, signal, by })
    this.hosted.ask(signal)
  }

  /** After the main process: what got the signal has the rest of the stop limit, and what lives then is killed. */
  async #endRest(exit: ProcessExit): Promise<void> {
    await this.hosted.endRest?.(exit, {
      ask: () => this.#ask(this.order.stop.signal, 'supervisor'),
      isOver: () => this.#kill !== undefined || this.isGone,
    })
    if (!this.isGone) await this.#endOnce(this.order.stop.killTimeoutMs)
  }

  #endOnce(killTimeoutMs: number): Promise<ProcessTreeEnd> {
    this.#kill ??= this.#endTree(killTimeoutMs).finally(() => {
      this.#kill = undefined
    })
    return this.#kill
  }

  async #endTree(killTimeoutMs: number): Promise<ProcessTreeEnd> {
    const end = await this.hosted.kill(killTimeoutMs)
    if (end.gone) await this.exited
    this.#end = end
    this.#around.journal.write({ event: 'gone', id: this.order.id, ...end })
    this.#gone.resolve(end)
    if (end.gone) this.#drained ??= this.#drain()
    return end
  }

  /** Has the rest of its output read. Nobody's stop waits for it: what is gone is gone, however much it wrote. */
  async #drain(): Promise<void> {
    this.#follow()
    const { id } = this.order
    const { journal, tailer } = this.#around
    const losses = await Promise.race([tailer.finish(id), delay(drainTimeoutMs, { unref: true })])
    if (losses === undefined) journal.write({ event: 'output-unread', id, drainTimeoutMs })
    for (const loss of losses ?? []) journal.write({ event: 'output-dropped', id, ...loss })
  }
}
