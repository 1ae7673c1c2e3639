import type {
  HostedProcess,
  HostedSurroundings,
  PastProcess,
  PortHolder,
  ProcessExit,
  ProcessInfo,
  ProcessSpawnOrder,
  ProcessTreeEnd,
  RestFacts,
} from '@curfew/protocol'
import { keepReading } from '../../output/keep-reading.ts'
import type { OutputPipes } from '../../output/open-output.ts'
import { portHolderOf } from '../../ports/port-holder.ts'
import { processTable } from '../../system/process-table.ts'
import type { Containment } from '../../tree/containment.ts'
import { ProcessTree } from '../../tree/process-tree.ts'
import { sendSignal } from '../../tree/send-signal.ts'
import { findSuspects } from '../../tree/suspects.ts'
import { type ChosenPort, endEscapedListeners } from './escaped-listeners.ts'
import type { ExitHints } from './exit-hint.ts'
import type { MainProcess } from './main-process.ts'
import { ProcessEnding } from './process-ending.ts'

/** What a process of this machine needs to know. */
export interface LocalSurroundings extends Pick<HostedSurroundings, 'asked' | 'killed'> {
  readonly run: string
  readonly containment: Containment
  /** Where its output is read; absent where it writes its logs itself. */
  readonly pipes?: OutputPipes | undefined
  readonly hints: ExitHints
  /** Ports that were chosen at random for it. */
  readonly chosenPorts: (id: string) => readonly ChosenPort[]
  /** Processes that are never suspects. */
  readonly bystanders: () => ReadonlySet<number>
}

/** What happened to it before this supervisor had it. */
export type LocalPast = Partial<Pick<PastProcess, 'asked' | 'killed' | 'exit' | 'end'>>

/** A process of this machine, and its tree. */
export class LocalProcess implements HostedProcess {
  readonly pid: number
  readonly startTime: number
  readonly startedAtMs: number
  readonly exited: Promise<ProcessExit>
  readonly pipes: OutputPipes | undefined
  readonly #order: ProcessSpawnOrder
  readonly #around: LocalSurroundings
  readonly #main: MainProcess
  readonly #tree: ProcessTree
  readonly #ending: ProcessEnding
  #hasExited = false
  #isKilled = false
  #isWatched = false

  constructor(order: ProcessSpawnOrder, main: MainProcess, around: LocalSurroundings, past: LocalPast = {}) {
    const { pid, startTime, startedAtMs } = main
    this.pid = pid
    this.startTime = startTime
    this.startedAtMs = startedAtMs
    this.pipes = around.pipes
    this.#order = order
    this.#around = around
    this.#main = main
    const mark = { run: around.run, id: order.id }
    this.#tree = new ProcessTree(processTable, { pid, startTime }, mark, around.containment, order.uid)
    const asked = past.end === undefined ? (past.asked ?? []) : []
    this.#ending = new ProcessEnding({
      tree: this.#tree,
      order,
      asked: around.asked,
      killed: around.killed,
      past: { asked, killed: past.killed ?? [] },
    })
    this.#hasExited = past.exit !== undefined
    this.exited = main.exited.then((exit) => this.#onExit(exit))
    if (asked.length > 0) this.#watch()
  }

  get containment(): Containment['kind'] {
    return this.#around.containment.kind
  }

  /** What holds its tree together. */
  get heldBy(): Containment {
    return this.#around.containment
  }

  ask(signal: NodeJS.Signals): void {
    this.#ending.ask(signal)
    this.#watch()
  }

  hurry(): void {
    this.#ending.hurry()
  }

  signal(signal: NodeJS.Signals): void {
    sendSignal(this.#main, signal)
  }

  endRest(exit: ProcessExit, facts: RestFacts): Promise<void> {
    return this.#ending.endRest(exit, facts)
  }

  async kill(killTimeoutMs: number): Promise<ProcessTreeEnd> {
    this.#isKilled = true
    const survivors = await this.#ending.kill(killTimeoutMs)
    const gone = survivors.length === 0
    const suspects = gone ? await this.#suspects(killTimeoutMs) : []
    const { killed, leftBehind } = this.#ending
    return { gone, survivors, suspects, killed, leftBehind }
  }

  keep(): void {
    if (this.pipes !== undefined) keepReading(this.#order.log.directory, this.#around.containment)
  }

  portHolder(host: string, port: number): PortHolder {
    return portHolderOf(this.#tree, host, port)
  }

  pids(): readonly number[] {
    return this.#tree.scan().map(({ pid }) => pid)
  }

  #onExit({ code, signal, hint = this.#hint(signal) }: ProcessExit): ProcessExit {
    this.#hasExited = true
    return hint === undefined ? { code, signal } : { code, signal, hint }
  }

  #hint(signal: NodeJS.Signals | null): string | undefined {
    return this.#isKilled ? undefined : this.#around.hints.hint(signal)
  }

  /** Tells those that are found after the first look. */
  #watch(): void {
    if (this.#isWatched) return
    this.#isWatched = true
    void this.#ending.watch(() => this.#hasExited || this.#isKilled)
  }

  /** What may stem from a tree that is gone. What still listens on a port that was chosen for it is ended, where it is ours. */
  async #suspects(killTimeoutMs: number): Promise<readonly ProcessInfo[]> {
    // Its exit is on its way as an event: a zombie is dead, and waiting for it is the event loop's business.
    await this.exited
    const { containment, bystanders, chosenPorts } = this.#around
    const excluded = bystanders()
    const escaped = await endEscapedListeners(processTable, this.#main, {
      ports: chosenPorts(this.#order.id),
      containment,
      bystanders: excluded,
      killTimeoutMs,
      found: (info) => this.#ending.willKill([{ ...info, asked: false }]),
    })
    const suspects = findSuspects(processTable, this.#main, {
      containment,
      cwd: this.#order.cwd,
      owner: this.#order.uid ?? process.getuid?.(),
      excluded: new Set([...excluded, ...escaped.map(({ pid }) => pid)]),
    })
    return [...escaped, ...suspects]
  }
}
