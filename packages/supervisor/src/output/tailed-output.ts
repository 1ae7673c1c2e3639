import { type OutputLine, clearTimeout, nowMs, setImmediate, setTimeout } from '@curfew/protocol'
import type { ReadOutput } from './cursor.ts'
import { FollowedStream, type StreamListener } from './followed-stream.ts'
import { lastLinesOf } from './last-lines.ts'
import type { RawLog } from './raw-log.ts'
import { ReadingOrder } from './reading-order.ts'
import { RecordKeeper } from './record-keeper.ts'
import { RecordsFile } from './records-file.ts'
import { Subscription } from './subscription.ts'
import type { OutputLoss, TailerEvents, TailOrder } from './tailer-calls.ts'

/** A line that did not go on for so long is shown to subscribers without its end. */
const unfinishedAfterMs = 100
/** A newborn process may still get its first subscriber: until then nothing of its first output is dropped. */
const firstSubscriberMs = 2000

/** Of what the disk did not take so much is held for last lines, once nobody reads it any more. */
const maxHeldAfterEndBytes = 32 * 1024

/** The output of one process: both raw logs, its records, and who listens. */
export class TailedOutput {
  readonly #order: TailOrder
  readonly #events: TailerEvents
  readonly #streams: Readonly<Record<OutputLine['stream'], FollowedStream>>
  readonly #output: ReadOutput & { isFinished: boolean }
  readonly #records: RecordKeeper
  readonly #recorded = Promise.withResolvers<void>()
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #openedAtMs = nowMs()
  #hadSubscribers = false
  #isWoken = false
  #isRecording = false
  #unfinishedTimer: NodeJS.Timeout | undefined

  constructor(order: TailOrder, events: TailerEvents) {
    const { log, pipes, id } = order
    this.#order = order
    this.#events = events
    const listener: StreamListener = {
      grown: (grown) => this.#grown(grown),
      dropped: ({ stream, droppedBytes }) => events.dropped(id, { stream, droppedBytes }),
      complain: (message) => events.complain(`${id}: ${message}`),
      neededSince: (of, offset) => this.#neededSince(of, offset),
      isHeard: () => this.#subscriptions.size > 0,
    }
    const stdout = new FollowedStream('stdout', log, pipes, listener)
    const stderr = new FollowedStream('stderr', log, pipes, listener)
    this.#streams = { stdout, stderr }
    this.#output = { logs: { stdout: stdout.log, stderr: stderr.log }, order: new ReadingOrder(), isFinished: false }
    const facts = { fields: log.fields, pid: order.pid }
    const records = new RecordsFile(pipes?.isNameless === true ? undefined : log.directory, facts, listener.complain)
    this.#records = new RecordKeeper(this.#output, records, log.maxLogBytes)
    if (order.resumed === true) {
      records.resume()
      for (const { log: resumed } of this.#all) {
        resumed.resume()
        this.#grown(resumed)
      }
    } else if (pipes !== undefined) {
      for (const { log: fresh } of this.#all) fresh.beginAfter()
    }
    this.look()
  }

  /** Whether somebody has to look for new output, since the system does not tell. */
  get isPolled(): boolean {
    return !this.#output.isFinished && this.#all.some(({ isPolled }) => isPolled)
  }

  /** Takes what there is right now. */
  look(): void {
    if (this.#output.isFinished) return
    for (const stream of this.#all) stream.look()
  }

  lastLines(count: number): readonly OutputLine[] {
    this.look()
    return this.#whileOpen(() => lastLinesOf(this.#output, count))
  }

  subscribe(id: string): void {
    this.#hadSubscribers = true
    const subscription = new Subscription(this.#output, (blocks) => this.#events.lines(this.#order.id, id, blocks))
    this.#subscriptions.set(id, subscription)
    this.#wake()
  }

  unsubscribe(id: string): void {
    this.#subscriptions.delete(id)
    this.#advanced()
    if (this.#output.isFinished) this.#closeLogs()
  }

  taken(id: string): void {
    this.#whileOpen(() => this.#subscriptions.get(id)?.taken())
    this.#advanced()
    this.#wake()
  }

  handOver(): void {
    for (const stream of this.#all) stream.handOver()
  }

  /** Takes the rest, and lets go of the files; resolves when what has records is recorded. */
  async finish(): Promise<readonly OutputLoss[]> {
    if (!this.#output.isFinished) {
      for (const stream of this.#all) stream.finish()
      this.#output.isFinished = true
      clearTimeout(this.#unfinishedTimer)
      this.#wake()
      this.#record()
    }
    await this.#recorded.promise
    return this.#all.flatMap(({ log: { stream, missingBytes } }) =>
      missingBytes > 0 ? [{ stream, droppedBytes: missingBytes }] : [],
    )
  }

  get #all(): readonly FollowedStream[] {
    return [this.#streams.stdout, this.#streams.stderr]
  }

  #grown(log: RawLog): void {
    this.#output.order.note(log.stream, log.end, nowMs())
    this.#wake()
    this.#record()
  }

  /** Soon; many events in one turn of the loop are one. */
  #wake(): void {
    if (this.#isWoken || this.#subscriptions.size === 0) return
    this.#isWoken = true
    setImmediate(() => {
      this.#isWoken = false
      this.#whileOpen(() => {
        for (const subscription of this.#subscriptions.values()) subscription.advance()
      })
      this.#watchUnfinished()
    })
  }

  /** Makes records a little at a time: whatever else there is to do comes between. */
  #record(): void {
    if (this.#isRecording) return
    this.#isRecording = true
    setImmediate(() => {
      this.#isRecording = false
      if (this.#records.step()) this.#record()
      if (!this.#records.isClosed) return
      this.#recorded.resolve()
      this.#closeLogs()
    })
  }

  /** Since when who needs what is before that offset has not moved. */
  #neededSince(log: RawLog, offset: number): number | undefined {
    if (!this.#hadSubscribers) return this.#openedAtMs + firstSubscriberMs
    const behind = [...this.#subscriptions.values()].filter((subscription) => !subscription.hasPassed(log, offset))
    return behind.length === 0 ? undefined : Math.max(...behind.map(({ tookAtMs }) => tookAtMs))
  }

  #advanced(): void {
    for (const stream of this.#all) stream.advanced()
  }

  /** Shows subscribers a line that waits for its end: a prompt, or a ready line without a line feed. */
  #watchUnfinished(): void {
    clearTimeout(this.#unfinishedTimer)
    if (this.#subscriptions.size === 0 || this.#output.isFinished) return
    this.#unfinishedTimer = setTimeout(() => {
      for (const subscription of this.#subscriptions.values()) subscription.sendUnfinished()
    }, unfinishedAfterMs)
  }

  /** What is over has its logs open only while they are read. */
  #whileOpen<Value>(read: () => Value): Value {
    for (const { log } of this.#all) log.reopen()
    try {
      return read()
    } finally {
      this.#closeLogs()
    }
  }

  #closeLogs(): void {
    if (!this.#output.isFinished || !this.#records.isClosed) return
    for (const { log } of this.#all) {
      log.close()
      if (this.#subscriptions.size === 0) log.dropHeld(log.lineNearEnd(maxHeldAfterEndBytes))
    }
  }
}
