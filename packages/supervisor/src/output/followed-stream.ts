import { rmSync } from 'node:fs'
import path from 'node:path'
import { type OutputLine, type ProcessLogOrder, clearTimeout, nowMs, setTimeout } from '@curfew/protocol'
import { loadNative, type NativeCalls } from '../system/native.ts'
import { FileFeed } from './file-feed.ts'
import type { OutputPipes } from './open-output.ts'
import { pipePath } from './pipe-path.ts'
import { type Feed, PipeFeed } from './pipe-feed.ts'
import { RawLog } from './raw-log.ts'
import { WatchedPipe } from './watched-pipe.ts'

/** What a stream that is past its limit waits for at most, each time that nothing moves. */
const patienceMs = 1000
const lookMs = 10
/** Of a log that is cut so much is kept, at most, and so much of what is held. */
const maxKeptBytes = 256 * 1024
/** So much that the disk does not take is held for those who read; then the oldest of it goes, as if the log were full. */
const maxHeldBytes = 512 * 1024

/** What a stream asks of the output that it is one of. */
export interface StreamListener {
  /** More is in the log. */
  grown(log: RawLog): void
  dropped(log: RawLog): void
  complain(message: string): void
  /**
   * Since when the slowest of those who have not read up to that offset has not moved, or a newborn service may still get a
   * first listener; `undefined` when nobody needs what is before it.
   */
  neededSince(log: RawLog, offset: number): number | undefined
  /** Whether anybody listens. */
  isHeard(): boolean
}

/** One stream of a process: where it comes from, its raw log, and the bound of that. */
export class FollowedStream {
  readonly log: RawLog
  #feed: Feed
  readonly #listener: StreamListener
  readonly #maxBytes: number
  readonly #path: string
  readonly #pipe: string | undefined
  #relieving: NodeJS.Timeout | undefined
  #isFinishing = false

  constructor(
    stream: OutputLine['stream'],
    { directory, maxLogBytes }: ProcessLogOrder,
    pipes: OutputPipes | undefined,
    listener: StreamListener,
  ) {
    const isNameless = pipes?.isNameless === true
    this.#listener = listener
    this.#maxBytes = maxLogBytes
    this.#pipe = isNameless ? undefined : pipePath(directory, stream)
    this.#path = path.join(directory, `${stream}.log`)
    this.log = new RawLog(stream, isNameless ? undefined : this.#path, pipes === undefined, (message) =>
      listener.complain(message),
    )
    this.#feed = pipes === undefined ? this.#followFile() : this.#followPipe(pipes[stream])
  }

  get isPolled(): boolean {
    return this.#feed.isPolled
  }

  /** Takes what there is right now. */
  look(): void {
    this.#feed.look()
  }

  /** Reads what is in the pipe, and follows the file from now on. */
  handOver(): void {
    if (this.#feed instanceof FileFeed || this.#pipe === undefined) return
    this.#feed.look()
    this.#feed.close()
    this.log.share()
    this.#feed = this.#followFile()
  }

  /** Takes the rest; nothing comes any more. */
  finish(): void {
    this.#isFinishing = true
    if (this.#relieving !== undefined) this.#relieve()
    this.#feed.look()
    this.#feed.close()
    if (this.#pipe !== undefined) rmSync(this.#pipe, { force: true })
  }

  /** Somebody has read on: who waits for that goes on. */
  advanced(): void {
    if (this.#relieving !== undefined) this.#relieve()
  }

  #followFile(): FileFeed {
    const grown = (): void => {
      const dropped = this.log.droppedBytes
      if (!this.log.look()) return
      if (this.log.droppedBytes > dropped) this.#listener.dropped(this.log)
      this.#onGrown()
    }
    return new FileFeed(this.#path, grown, (message) => this.#listener.complain(message))
  }

  #followPipe(pipe: number): Feed {
    const native = loadNative()
    if (this.#pipe !== undefined && typeof native !== 'string') {
      try {
        return new WatchedPipe(pipe, this.#pipe, (fd) => this.#takeFrom(fd, native))
      } catch {
        // ENOSPC: the user's limit of watches is used up. It is read then, and what is read and not yet written dies with us.
      }
    }
    return new PipeFeed(pipe, (bytes) => this.#take(bytes))
  }

  #takeFrom(pipe: number, { movePipe }: NativeCalls): number {
    const count = this.log.takeFrom(pipe, movePipe)
    if (count > 0) this.#onGrown()
    return count
  }

  #take(bytes: Buffer): void {
    this.log.append(bytes)
    this.#onGrown()
  }

  #onGrown(): void {
    this.#listener.grown(this.log)
    if ((this.#isTooLarge || this.#isHoldingTooMuch) && this.#relieving === undefined) this.#relieve()
  }

  get #isTooLarge(): boolean {
    return this.log.size > this.#maxBytes
  }

  get #isHoldingTooMuch(): boolean {
    return this.log.heldBytes > maxHeldBytes
  }

  /** Cuts the log, or what is held, once nobody needs what is dropped, or has moved for too long; meanwhile who writes waits, if it can. */
  #relieve(): void {
    clearTimeout(this.#relieving)
    this.#relieving = undefined
    const keptBytes = Math.min(maxKeptBytes, this.#maxBytes / 4)
    const offset = this.log.lineNearEnd(keptBytes)
    const since = this.#listener.neededSince(this.log, offset)
    const isFull = this.#feed instanceof FileFeed && this.log.size > 2 * this.#maxBytes
    const isNeeded = since !== undefined && nowMs() - since < patienceMs && !isFull
    // Of a pipe little comes any more: who listens still reads what there is, and the log stays a little too long.
    if (isNeeded && this.#isFinishing && this.#feed instanceof WatchedPipe && this.#listener.isHeard()) {
      this.#feed.resume()
      return
    }
    if (isNeeded && !this.#isFinishing) {
      this.#feed.pause()
      this.#relieving = setTimeout(() => this.#relieve(), lookMs)
      return
    }
    const isFirst = this.log.droppedBytes === 0
    const isCut = this.#isTooLarge
    if (isCut) this.log.cut(offset, `past maxLogBytes (${this.#maxBytes})`, this.#feed instanceof FileFeed)
    else this.log.dropHeld(offset)
    // What is held is dropped again and again while the disk is full; the end of the output says how much in all.
    if (isCut || isFirst) this.#listener.dropped(this.log)
    this.#feed.resume()
  }
}
