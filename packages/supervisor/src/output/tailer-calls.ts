import type { OutputLine, ProcessLogOrder } from '@curfew/protocol'
import type { OutputPipes } from './open-output.ts'
import type { LineBlock } from '../wire/protocol.ts'

/** What the tailer is told to follow. */
export interface TailOrder {
  readonly id: string
  readonly pid: number
  readonly log: ProcessLogOrder
  /** Ends of the pipes that it writes to, which the tailer reads and closes; without them it writes the raw logs itself. */
  readonly pipes?: OutputPipes | undefined
  /** Somebody else followed it before: what is in the records already is not recorded again. */
  readonly resumed?: boolean
}

/** What was lost of an output. */
export interface OutputLoss {
  readonly stream: OutputLine['stream']
  readonly droppedBytes: number
}

/** Calls to the thread that reads output. */
export interface TailerCalls {
  open(order: TailOrder): void
  /** Reads the rest and lets go of the files; resolves when all that has records is recorded. */
  finish(id: string): Promise<readonly OutputLoss[]>
  /** Reads what is in the pipes, and follows the raw logs from now on: somebody else writes them. */
  handOver(id: string): void
  lastLines(id: string, count: number): readonly OutputLine[]
  subscribe(id: string, subscription: string): void
  unsubscribe(id: string, subscription: string): void
  taken(id: string, subscription: string): void
}

/** Calls from that thread. */
export interface TailerEvents {
  lines(id: string, subscription: string, blocks: readonly LineBlock[]): void
  dropped(id: string, loss: OutputLoss): void
  complain(message: string): void
}
