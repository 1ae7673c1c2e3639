import { pino, type DestinationStream, type LevelWithSilent, type Logger } from 'pino'
import {
  systemClock,
  type Clock,
  isError,
  identifyRecord,
  identitySuffix,
  outputRecord,
  type RecordIdentity,
  type LogFields,
} from '@curfew/protocol'
import { KeptLines } from './kept-lines.ts'
import { RecordFile, recordFileName } from './record-file.ts'
import { serializeError, serializeErrorFields } from './serialize-error.ts'
import type { KeptLine, ServiceLog } from './service-log.ts'

/** Options of {@link openServiceLog}. */
export interface ServiceLogOptions {
  readonly fields: LogFields
  /** The folder of the instance; called with the first record, and must then exist or be created. */
  readonly directory: () => string
  /** Least level that is recorded. @default 'debug' */
  readonly level?: LevelWithSilent | undefined
  /** How many of the last lines are kept in memory. @default 200 */
  readonly keepLines?: number | undefined
  /** Size of the records, in bytes, past which further ones are dropped and counted. @default 256 MiB */
  readonly maxLogBytes?: number | undefined
  /** The process of the service, where it has one of its own; asked for with every record, as it may come late. */
  readonly pid?: (() => number | undefined) | undefined
  /** @default the system's, which no fake timers reach */
  readonly clock?: Clock | undefined
}

/**
 * Opens the log of one service instance.
 *
 * Guarantee: logging never throws and writes to no standard stream; what cannot be written (disk full, folder removed) is
 * told by `problems`. The folder and the file are made with the first record, and the file is closed by `close`.
 */
export function openServiceLog(options: ServiceLogOptions): ServiceLog {
  return new RecordedServiceLog(options)
}

class RecordedServiceLog implements ServiceLog {
  readonly fields: LogFields
  readonly directory: () => string
  madeDirectory: string | undefined
  readonly #clock: Clock
  readonly #file: RecordFile
  readonly #kept: KeptLines
  readonly #maxLogBytes: number
  readonly #pid: () => number | undefined
  readonly #level: LevelWithSilent
  #logger: Logger | undefined
  #reporter: Logger | undefined
  #identity: RecordIdentity
  #suffix: string
  #bytes = 0
  #pastLimit = 0
  #afterClose = 0
  #unwritten = 0
  #writeFailure: string | undefined
  #logFailure: string | undefined
  #closing: Promise<void> | undefined

  constructor(options: ServiceLogOptions) {
    this.fields = options.fields
    this.directory = () => (this.madeDirectory ??= options.directory())
    this.#clock = options.clock ?? systemClock
    this.#kept = new KeptLines(options.keepLines ?? 200)
    this.#maxLogBytes = options.maxLogBytes ?? 256 * 1024 * 1024
    this.#pid = options.pid ?? (() => undefined)
    this.#identity = { fields: options.fields, pid: this.#pid() }
    this.#suffix = identitySuffix(this.#identity)
    this.#file = new RecordFile({
      directory: this.directory,
      onFailure: (error) => {
        this.#writeFailure = messageOf(error)
      },
    })
    this.#level = options.level ?? 'debug'
  }

  /** Made when it is first asked for: pino takes 3 ms for its first one, and most processes speak by their output alone. */
  get logger(): Logger {
    this.#logger ??= this.#openLogger(null, (json) => {
      this.record(json)
    })
    return this.#logger
  }

  get problems(): readonly string[] {
    const { service } = this.fields
    const problems: string[] = []
    if (this.#writeFailure !== undefined) {
      const lost = this.#unwritten === 0 ? '' : ` (${plural(this.#unwritten, 'later record')} lost)`
      problems.push(
        `The log of service "${service}" could not be written to ${recordFileName}: ${this.#writeFailure}${lost}`,
      )
    }
    if (this.#pastLimit > 0) problems.push(this.#pastLimitText())
    if (this.#afterClose > 0) {
      problems.push(`Service "${service}" logged ${plural(this.#afterClose, 'record')} after its log was closed`)
    }
    if (this.#logFailure !== undefined) {
      problems.push(`Service "${service}" logged something that could not be made a record: ${this.#logFailure}`)
    }
    return problems
  }

  output(stream: 'stdout' | 'stderr', text: string): void {
    const timeMs = this.#clock.nowMs()
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) {
      this.#record(
        { timeMs, stream, text: line },
        outputRecord(this.#currentIdentity(), { timeMs, stream, text: line }),
      )
    }
  }

  record(json: string): void {
    const line = this.#identified(json)
    this.#record({ timeMs: this.#clock.nowMs(), stream: 'log', text: line }, line)
  }

  report(level: 'info' | 'warn' | 'error', message: string, error?: Error): void {
    const { code } = (error ?? {}) as { readonly code?: unknown }
    const fields = { ...(error !== undefined && { err: error }), ...(typeof code === 'string' && { code }) }
    // It is no line of the service, and there are few: neither kept with its last lines, nor bound by the size limit.
    this.#reporter ??= this.#openLogger({ name: 'curfew' }, (json) => {
      if (this.#closing !== undefined) this.#afterClose += 1
      else if (!this.#file.append(this.#identified(json))) this.#unwritten += 1
    })
    this.#reporter[level](fields, message.split('\n', 1)[0] ?? '')
  }

  lastLines(count: number): readonly KeptLine[] {
    return this.#kept.last(count)
  }

  flush(): Promise<void> {
    return this.#file.flush()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#pastLimit > 0) {
      const last = {
        level: 40,
        time: Math.floor(this.#clock.nowMs()),
        msg: this.#pastLimitText(),
        dropped: this.#pastLimit,
      }
      this.#file.append(JSON.stringify(last).slice(0, -1) + this.#suffix)
    }
    await this.#file.close()
  }

  #openLogger(base: { readonly name: string } | null, write: (json: string) => void): Logger {
    // Pino's own destination is not used: it hooks into the exit of the process and reports a failed write by an event.
    const destination: DestinationStream & { flush(done: () => void): void } = {
      write,
      flush: (done) => void this.#flushThen(done),
    }
    const onLogFailure = (error: unknown): void => {
      this.#logFailure ??= messageOf(error)
    }
    return pino(
      {
        level: this.#level,
        base,
        timestamp: () => `,"time":${Math.floor(this.#clock.nowMs())}`,
        serializers: { err: serializeError },
        formatters: { log: serializeErrorFields },
        hooks: {
          logMethod(args, method) {
            const [first, ...rest] = args as [unknown, ...unknown[]]
            try {
              // Pino knows errors by `instanceof`, which fails for those of another realm.
              if (!isError(first)) method.apply(this, args)
              else if (rest.length === 0) method.call(this, { err: first }, first.message)
              else method.apply(this, [{ err: first }, ...rest] as unknown as typeof args)
            } catch (error) {
              onLogFailure(error)
            }
          },
        },
      },
      destination,
    )
  }

  async #flushThen(done: () => void): Promise<void> {
    await this.flush()
    done()
  }

  #identified(json: string): string {
    return identifyRecord(json, this.#currentIdentity(), this.#suffix)
  }

  #currentIdentity(): RecordIdentity {
    const pid = this.#pid()
    if (pid !== this.#identity.pid) {
      this.#identity = { fields: this.fields, pid }
      this.#suffix = identitySuffix(this.#identity)
    }
    return this.#identity
  }

  #record(kept: KeptLine, line: string): void {
    if (this.#closing !== undefined) {
      this.#afterClose += 1
      return
    }
    this.#kept.add(kept)
    const bytes = Buffer.byteLength(line)
    // A smaller record after the first one dropped would leave a gap that nobody sees.
    if (this.#pastLimit > 0 || this.#bytes + bytes > this.#maxLogBytes) {
      this.#pastLimit += 1
    } else if (this.#file.append(line)) {
      this.#bytes += bytes
    } else {
      this.#unwritten += 1
    }
  }

  #pastLimitText(): string {
    return (
      `${plural(this.#pastLimit, 'record')} of service "${this.fields.service}" dropped: ` +
      `its log is past ${this.#maxLogBytes} bytes (maxLogBytes)`
    )
  }
}

function plural(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error)
}
