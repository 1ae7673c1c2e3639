import type { LogFields } from '@curfew/protocol'
import type { Logger } from 'pino'

/** One line kept for a failure's text. */
export interface KeptLine {
  readonly timeMs: number
  /** `log` for what the service logged through pino, else the stream of its output. */
  readonly stream: 'log' | 'stdout' | 'stderr'
  readonly text: string
}

/** The log of one service instance: pino records in its file, the last of them kept in memory. */
export interface ServiceLog {
  /** Every record carries {@link LogFields}. */
  readonly logger: Logger
  readonly fields: LogFields
  /** The folder of this instance (`records.ndjson`, `stdout.log`, `stderr.log`), created when first asked for. */
  directory(): string
  /** That folder, once it was asked for. */
  readonly madeDirectory?: string | undefined
  /** Adds a line of output (console of a thread): a record with `stream`; a JSON line keeps its fields. */
  output(stream: 'stdout' | 'stderr', text: string): void
  /** Adds a record that pino wrote elsewhere (the logger of a thread): one JSON line. */
  record(json: string): void
  /**
   * Adds what curfew itself saw of the service: a record named `curfew`, with the first line of the message and, for an error,
   * `err` and its `code`. It is no line of the service, so {@link lastLines} does not tell it.
   */
  report(level: 'info' | 'warn' | 'error', message: string, error?: Error): void
  /** Last lines, oldest first. */
  lastLines(count: number): readonly KeptLine[]
  /** What was lost and why (disk full, size limit, records after the end), one sentence each; empty when nothing was. */
  readonly problems: readonly string[]
  /** Resolves when everything logged so far is in the file. Never rejects: a full disk degrades to a warning. */
  flush(): Promise<void>
  /** Flushes and closes; later records are dropped and counted. */
  close(): Promise<void>
}
