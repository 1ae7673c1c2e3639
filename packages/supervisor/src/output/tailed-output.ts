import { watch, type FSWatcher } from 'node:fs'
import path from 'node:path'
import type { OutputLine } from '@curfew/core/process-port'
import { clearTimeout, nowMs, setImmediate, setTimeout } from '../clock.ts'
import { LineSplitter } from './line-splitter.ts'
import { LogFile } from './log-file.ts'
import { finishedLimits, RecentLines } from './recent-lines.ts'
import { RecordsFile } from './records-file.ts'
import { Subscription } from './subscription.ts'
import type { OutputLoss, TailerEvents, TailOrder } from './tailer-calls.ts'

/** How much of one output is read before another one has its turn. */
const maxReadsPerTurn = 16
/** A line that did not go on for so long is shown to subscribers without its end. */
const unfinishedAfterMs = 100

interface Followed {
  readonly file: LogFile
  readonly splitter: LineSplitter
  /** The unfinished line that subscribers were shown. */
  shown: string | undefined
}

/** The output of one process: both raw files, the recent lines, the records, and who listens. */
export class TailedOutput {
  readonly #order: TailOrder
  readonly #events: TailerEvents
  readonly #followed: readonly Followed[]
  readonly #recent = new RecentLines()
  readonly #records: RecordsFile
  readonly #subscriptions = new Map<string, Subscription>()
  #watchers: FSWatcher[] = []
  #scheduled = false
  #finished = false
  #unfinishedTimer: NodeJS.Timeout | undefined

  constructor(order: TailOrder, events: TailerEvents) {
    const { directory, fields, maxLogBytes } = order.log
    this.#order = order
    this.#events = events
    this.#followed = (['stdout', 'stderr'] as const).map((stream) => ({
      file: new LogFile(stream, path.join(directory, `${stream}.log`)),
      splitter: new LineSplitter(),
      shown: undefined,
    }))
    this.#records = new RecordsFile(directory, { fields, pid: order.pid }, maxLogBytes, (message) => {
      events.complain(`${order.id}: ${message}`)
    })
    if (order.resumed === true) this.#records.resume()
    this.#watch()
    this.#schedule()
  }

  /** Whether the system tells of new output; where it does not, somebody has to look. */
  get isWatched(): boolean {
    return this.#finished || this.#watchers.length === this.#followed.length
  }

  /** Reads soon; many events in one turn of the loop make one read. */
  look(): void {
    if (!this.#finished) this.#schedule()
  }

  lastLines(count: number): readonly OutputLine[] {
    if (!this.#finished) this.#drain()
    if (count <= 0) return []
    const unfinished = this.#followed.flatMap(({ file, splitter }) => {
      const text = splitter.peek()
      return text === undefined ? [] : [{ stream: file.stream, text, timeMs: nowMs() }]
    })
    return [...this.#recent.last(count), ...unfinished].slice(-count)
  }

  subscribe(id: string): void {
    const output = { files: this.#followed.map(({ file }) => file), recent: this.#recent }
    const subscription = new Subscription(output, (lines) => this.#events.lines(this.#order.id, id, lines))
    this.#subscriptions.set(id, subscription)
    subscription.advance()
  }

  unsubscribe(id: string): void {
    this.#subscriptions.delete(id)
  }

  taken(id: string): void {
    this.#subscriptions.get(id)?.taken()
  }

  /** Reads the rest and lets go of the files. */
  finish(): readonly OutputLoss[] {
    if (this.#finished) return this.#losses()
    this.#drain()
    for (const { file, splitter } of this.#followed) {
      const text = splitter.end()
      if (text !== undefined) this.#add(file, text, file.offset)
    }
    this.#finished = true
    clearTimeout(this.#unfinishedTimer)
    this.#records.flush()
    this.#records.close()
    for (const watcher of this.#watchers) watcher.close()
    this.#advance()
    this.#recent.shrink(finishedLimits)
    for (const { file } of this.#followed) file.close()
    return this.#losses()
  }

  #losses(): readonly OutputLoss[] {
    return this.#followed.flatMap(({ file }) =>
      file.droppedBytes > 0 ? [{ stream: file.stream, droppedBytes: file.droppedBytes }] : [],
    )
  }

  #watch(): void {
    try {
      for (const { file } of this.#followed) {
        const watcher = watch(file.path, { persistent: false }, () => this.#schedule())
        this.#watchers.push(watcher)
        watcher.on('error', () => {
          watcher.close()
          this.#watchers = this.#watchers.filter((other) => other !== watcher)
        })
      }
    } catch (error) {
      // ENOSPC: the user's limit of watches is used up. Reading goes on by looking often.
      this.#events.complain(`${this.#order.id}: output is polled, it cannot be watched: ${(error as Error).message}`)
    }
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (this.#finished) return
      if (this.#pump(maxReadsPerTurn)) this.#schedule()
      this.#advance()
      this.#watchUnfinished()
    })
  }

  #drain(): void {
    while (this.#pump(maxReadsPerTurn)) continue
    this.#advance()
  }

  /** Reads a bounded amount, and tells whether there may be more. */
  #pump(maxReads: number): boolean {
    let more = false
    for (const { file, splitter } of this.#followed) {
      let reads = 0
      for (; reads < maxReads; reads++) {
        const before = file.offset
        const bytes = file.read()
        if (bytes.length === 0) break
        splitter.push(bytes, (text, end) => this.#add(file, text, before + end))
      }
      if (reads === maxReads) more = true
      if (file.isTooBig(this.#order.log.maxLogBytes)) this.#truncate(file, splitter)
    }
    this.#records.flush()
    return more
  }

  #add(file: LogFile, text: string, endOffset: number): void {
    if (file.isNote(text)) return
    const line: OutputLine = { stream: file.stream, text, timeMs: nowMs() }
    this.#recent.add({ line, endOffset })
    this.#records.add(line)
  }

  #truncate(file: LogFile, splitter: LineSplitter): void {
    // What the line had so far would otherwise be joined with our note.
    const text = splitter.end()
    if (text !== undefined) this.#add(file, text, file.offset)
    file.truncate(this.#order.log.maxLogBytes)
    this.#events.dropped(this.#order.id, { stream: file.stream, droppedBytes: file.droppedBytes })
  }

  #advance(): void {
    for (const subscription of this.#subscriptions.values()) subscription.advance()
  }

  /** Shows subscribers a line that waits for its end: a prompt, or a ready line without a line feed. */
  #watchUnfinished(): void {
    clearTimeout(this.#unfinishedTimer)
    if (this.#subscriptions.size === 0) return
    this.#unfinishedTimer = setTimeout(() => {
      for (const followed of this.#followed) {
        const { file, splitter } = followed
        const text = splitter.peek()
        if (text === undefined || text === followed.shown) continue
        followed.shown = text
        const line: OutputLine = { stream: file.stream, text, timeMs: nowMs(), unfinished: true }
        for (const subscription of this.#subscriptions.values()) subscription.sendUnfinished(line)
      }
    }, unfinishedAfterMs)
  }
}
