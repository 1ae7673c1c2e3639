import type { OutputLine, ProcessLogOrder } from '@curfew/core/process-port'

/** What the tailer is told to follow. */
export interface TailOrder {
  readonly id: string
  readonly pid: number
  readonly log: ProcessLogOrder
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
  /** Reads the rest, ends unfinished lines and lets go of the files; what is recent stays. */
  finish(id: string): readonly OutputLoss[]
  lastLines(id: string, count: number): readonly OutputLine[]
  subscribe(id: string, subscription: string): void
  unsubscribe(id: string, subscription: string): void
  taken(id: string, subscription: string): void
}

/** Calls from that thread. */
export interface TailerEvents {
  lines(id: string, subscription: string, lines: readonly OutputLine[]): void
  dropped(id: string, loss: OutputLoss): void
  complain(message: string): void
}
