import type {
  KeptProcess,
  KilledProcess,
  OutputLine,
  PortHolder,
  ProcessExit,
  ProcessInfo,
  ProcessSpawnOrder,
  ProcessTreeEnd,
} from '@curfew/core/process-port'
import { delay, setImmediate } from '../clock.ts'
import type { StopRequester } from '../journal/entries.ts'
import type { AskedHistory } from '../journal/history.ts'
import type { Journal } from '../journal/journal.ts'
import { keepReading } from '../output/keep-reading.ts'
import type { OutputPipes } from '../output/open-output.ts'
import { removeOutput } from '../output/remove-output.ts'
import type { LineSink, TailerThread } from '../output/tailer-thread.ts'
import { portHolderOf } from '../ports/port-holder.ts'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { processTable } from '../system/process-table.ts'
import type { Containment } from '../tree/containment.ts'
import { ProcessTree } from '../tree/process-tree.ts'
import { sendSignal } from '../tree/send-signal.ts'
import { findSuspects } from '../tree/suspects.ts'
import { type ChosenPort, endEscapedListeners } from './escaped-listeners.ts'
import type { ExitHints } from './exit-hint.ts'
import type { MainProcess } from './main-process.ts'
import { ProcessEnding } from './process-ending.ts'

/** How long the rest of the output of a tree that is gone may take to be read. */
const drainTimeoutMs = 10_000

/** What a supervised process needs of the supervisor. */
export interface ProcessSurroundings {
  readonly run: string
  readonly journal: Pick<Journal, 'write'>
  readonly tailer: Pick<TailerThread, 'open' | 'handOver' | 'finish' | 'lastLines' | 'subscribe' | 'unsubscribe'>
  readonly complain: (message: string) => void
  readonly hints: ExitHints
  /** Ports that were chosen at random for it. */
  readonly chosenPorts: (id: string) => readonly ChosenPort[]
  readonly containment: Containment
  /** Where its output is read; absent where it writes its logs itself. */
  readonly pipes: OutputPipes | undefined
  /** Processes that are never suspects. */
  readonly bystanders: () => ReadonlySet<number>
}

/** What happened to a process before this supervisor had it. */
export interface ProcessPast {
  /** Its parent was another supervisor. */
  readonly adopted?: boolean
  /** The journal says that it was spawned. */
  readonly spawned?: boolean
  /** Graceful signals that it got: none is sent twice. */
  readonly asked?: readonly AskedHistory[]
  /** What of it was killed. */
  readonly killed?: readonly KilledProcess[]
  readonly exit?: ProcessExit | undefined
  readonly end?: ProcessTreeEnd | undefined
  /** It was left up on purpose. */
  readonly kept?: boolean
}

/** One spawned process, its tree and its output, until nothing of it is left. */
export class SupervisedProcess {
  readonly order: ProcessSpawnOrder
  readonly pid: number
  readonly startedAtMs: number
  /** Ids of all that it needs: those of its order, and what was found later. */
  readonly needs: Set<string>
  readonly #around: ProcessSurroundings
  readonly #tree: ProcessTree
  readonly #user: number | undefined
  readonly #exited = Promise.withResolvers<ProcessExit>()
  readonly #gone = Promise.withResolvers<ProcessTreeEnd>()
  #drained: Promise<void> | undefined
  readonly #signalled = new Set<NodeJS.Signals>()
  readonly #ending: ProcessEnding
  readonly #adopted: boolean
  /** Its output is read again only if somebody asks: it was over before this supervisor began. */
  #followed = false
  #exit: ProcessExit | undefined
  #kept = false
  #end: ProcessTreeEnd | undefined
  #kill: Promise<ProcessTreeEnd> | undefined

  constructor(order: ProcessSpawnOrder, main: MainProcess, around: ProcessSurroundings, past: ProcessPast = {}) {
    // Kept for as long as its owner lives; the environment is of no more use, and may hold secrets.
    this.order = { ...order, env: {} }
    this.needs = new Set(order.needs)
    this.pid = main.pid
    this.startedAtMs = main.startedAtMs
    this.#around = around
    const { pid, startTime } = main
    this.#user = order.uid ?? process.getuid?.()
    this.#tree = new ProcessTree(
      processTable,
      { pid, startTime },
      { run: around.run, id: order.id },
      around.containment,
      order.uid,
    )
    const { asked = [], killed = [] } = past
    for (const { signal } of asked) this.#signalled.add(signal)
    this.#adopted = past.adopted === true
    this.#kept = past.kept === true
    this.#ending = new ProcessEnding({
      tree: this.#tree,
      order: this.order,
      journal: around.journal,
      past: past.end === undefined ? asked : [],
      killed,
    })
    if (past.end !== undefined) {
      this.#settle(past.exit ?? { code: null, signal: null }, past.end)
      return
    }
    if (past.spawned !== true) {
      const containment = around.containment.kind
      around.journal.write({ event: 'spawned', id: order.id, pid, startTime, group: pid, containment })
    }
    // Whoever ordered it is told first.
    setImmediate(() => this.#follow())
    if (past.exit === undefined) void main.exited.then((exit) => this.#onExit(exit))
    else this.#onExited(past.exit)
    if (this.#signalled.size > 0) void this.#watch()
  }

  /** Settles when the main process has exited. */
  get exited(): Promise<ProcessExit> {
    return this.#exited.promise
  }

  /** Settles when the tree was ended, with what was left. */
  get gone(): Promise<ProcessTreeEnd> {
    return this.#gone.promise
  }

  /** Settles when its output was read to the end after it was gone, or that took too long; at once while it lives. */
  get drained(): Promise<void> {
    return this.#drained ?? Promise.resolve()
  }

  /** The main process, named for good. */
  get main(): ProcessIdentity {
    return this.#tree.main
  }

  /** What holds its tree together. */
  get containment(): Containment {
    return this.#around.containment
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

  /** Leaves it up; `undefined` when it has ended, or was asked to. */
  keep(): KeptProcess | undefined {
    if (this.#exit !== undefined || this.#kill !== undefined || this.#signalled.size > 0) return undefined
    const { id, service } = this.order
    if (!this.#kept) this.#around.journal.write({ event: 'kept', id, service, pid: this.pid, group: this.pid })
    if (!this.#kept && this.#around.pipes !== undefined) void this.#keepReading()
    this.#kept = true
    return { id, pid: this.pid, group: this.pid }
  }

  /** Asks the tree to end; the same signal is sent once only. */
  terminate(signal: NodeJS.Signals, by: StopRequester): void {
    if (this.isGone || this.#signalled.has(signal)) return
    // What its main process left is asked as soon as it does not end by itself: now.
    if (this.#exit === undefined) this.#ask(signal, by)
    else this.#ending.hurry()
  }

  /** Kills the tree. One kill at a time; the next one tries again when something was left. */
  kill(killTimeoutMs: number, by: StopRequester): Promise<ProcessTreeEnd> {
    if (this.#end?.gone === true) return Promise.resolve(this.#end)
    if (this.#kill === undefined) this.#around.journal.write({ event: 'kill', id: this.order.id, killTimeoutMs, by })
    return this.#endOnce(killTimeoutMs)
  }

  /** Signals the main process; nothing happens once it has exited. */
  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) sendSignal(this.#tree.main, signal)
  }

  /** Removes what it wrote, once that was read to the end; not while something of it is left. */
  discard(): void {
    if (this.isGone && !this.#kept) this.#drained = removeOutput(this.order.log.directory, this.drained)
  }

  portHolder(host: string, port: number): PortHolder {
    return portHolderOf(this.#tree, host, port)
  }

  refresh(): readonly number[] {
    return this.#tree.scan().map(({ pid }) => pid)
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

  describe(): ProcessInfo {
    const { command, args, cwd } = this.order
    return { pid: this.pid, command: [command, ...args].join(' '), cwd }
  }

  #onExit({ code, signal, hint = this.#hint(signal) }: ProcessExit): void {
    const asked = this.#signalled.size > 0 || this.#kill !== undefined
    this.#exit = hint === undefined ? { code, signal } : { code, signal, hint }
    this.#around.journal.write({ event: 'exited', id: this.order.id, asked, ...this.#exit })
    this.#onExited(this.#exit)
  }

  #onExited(exit: ProcessExit): void {
    this.#exit = exit
    this.#exited.resolve(exit)
    void this.#endRest(exit)
  }

  #hint(signal: NodeJS.Signals | null): string | undefined {
    return this.#kill === undefined ? this.#around.hints.hint(signal) : undefined
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
    this.#around.tailer.open({ id, pid: this.pid, log, pipes: this.#around.pipes, resumed: this.#adopted })
  }

  /** It outlives this supervisor: somebody else reads its pipes. */
  async #keepReading(): Promise<void> {
    const { tailer, containment } = this.#around
    this.#follow()
    await tailer.handOver(this.order.id)
    try {
      keepReading(this.order.log.directory, containment)
    } catch (error) {
      this.#around.complain(`${this.order.id}: nobody reads its output any more: ${(error as Error).message}`)
    }
  }

  #ask(signal: NodeJS.Signals, by: StopRequester): void {
    this.#signalled.add(signal)
    this.#around.journal.write({ event: 'terminate', id: this.order.id, signal, by })
    this.#ending.ask(signal)
    if (this.#signalled.size === 1) void this.#watch()
  }

  #watch(): Promise<void> {
    return this.#ending.watch(() => this.#exit !== undefined || this.#kill !== undefined)
  }

  /** After the main process: what got the signal has the rest of the stop limit, and what lives then is killed. */
  async #endRest(exit: ProcessExit): Promise<void> {
    await this.#ending.endRest(exit, {
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
    const survivors = await this.#ending.kill(killTimeoutMs)
    const gone = survivors.length === 0
    let suspects: readonly ProcessInfo[] = []
    if (gone) {
      // Its exit is on its way as an event: a zombie is dead, and waiting for it is the event loop's business.
      await this.exited
      const { containment } = this.#around
      const bystanders = this.#around.bystanders()
      const escaped = await endEscapedListeners(processTable, this.#tree.main, {
        ports: this.#around.chosenPorts(this.order.id),
        containment,
        bystanders,
        killTimeoutMs,
        found: (info) => this.#ending.willKill([{ ...info, asked: false }]),
      })
      suspects = [
        ...escaped,
        ...findSuspects(processTable, this.#tree.main, {
          containment,
          cwd: this.order.cwd,
          owner: this.#user,
          excluded: new Set([...bystanders, ...escaped.map(({ pid }) => pid)]),
        }),
      ]
    }
    const { killed, leftBehind } = this.#ending
    this.#end = { gone, survivors, suspects, killed, leftBehind }
    this.#around.journal.write({ event: 'gone', id: this.order.id, ...this.#end })
    this.#gone.resolve(this.#end)
    if (gone) this.#drained ??= this.#drain()
    return this.#end
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
