import { Worker } from 'node:worker_threads'
import type { OutputLine } from '@curfew/protocol'
import { createBirpc, type BirpcReturn } from 'birpc'
import { tailerEntry } from '../programs.ts'
import { tell } from '../wire/channel.ts'
import type { LineBlock } from '../wire/protocol.ts'
import { reopenPipes } from './open-output.ts'
import { ResumedLines } from './resumed-lines.ts'
import type { OutputLoss, TailerCalls, TailerEvents, TailOrder } from './tailer-calls.ts'

/** What the tailer tells of its own accord. */
export interface TailerListener {
  dropped(id: string, loss: OutputLoss): void
  complain(message: string): void
}

/** Where a subscription's lines go; calls back when they were taken. */
export type LineSink = (blocks: readonly LineBlock[], taken: () => void) => void

interface Subscriber {
  readonly id: string
  readonly sink: LineSink
  readonly lines: ResumedLines
}

/** A thread that fails so often will fail again. */
const maxFailures = 5

/**
 * The supervisor's side of the thread that reads output; the thread starts with the first call.
 *
 * Another one takes over from one that failed: services must not wait because nobody reads their pipes.
 */
export class TailerThread {
  readonly #listener: TailerListener
  readonly #followed = new Map<string, TailOrder>()
  readonly #subscribers = new Map<string, Subscriber>()
  #failures = 0
  #channel: BirpcReturn<TailerCalls, TailerEvents, false> | undefined

  constructor(listener: TailerListener) {
    this.#listener = listener
  }

  /** Starts the thread now, so that the first process does not have to. */
  start(): void {
    this.#started()
  }

  open(order: TailOrder): void {
    this.#followed.set(order.id, order)
    this.#tell('open', order)
  }

  /** Somebody else reads its pipes from now on, and writes the raw logs. Resolves when nobody reads them here any more. */
  async handOver(id: string): Promise<void> {
    const order = this.#followed.get(id)
    if (order !== undefined) this.#followed.set(id, { ...order, pipes: undefined })
    await this.#ask('handOver', id)
  }

  /** Resolves when the rest is read and recorded, with what was lost. */
  async finish(id: string): Promise<readonly OutputLoss[]> {
    // A second one finishes what a first one could not.
    const losses = (await this.#ask('finish', id)) ?? (await this.#ask('finish', id)) ?? []
    this.#followed.delete(id)
    return losses
  }

  async lastLines(id: string, count: number): Promise<readonly OutputLine[]> {
    return (await this.#ask('lastLines', id, count)) ?? []
  }

  subscribe(id: string, subscription: string, sink: LineSink): void {
    this.#subscribers.set(subscription, { id, sink, lines: new ResumedLines() })
    this.#tell('subscribe', id, subscription)
  }

  unsubscribe(id: string, subscription: string): void {
    if (this.#subscribers.delete(subscription)) this.#tell('unsubscribe', id, subscription)
  }

  #started(): BirpcReturn<TailerCalls, TailerEvents, false> {
    this.#channel ??= this.#open()
    return this.#channel
  }

  #open(): BirpcReturn<TailerCalls, TailerEvents, false> {
    // It closes pipes that this thread opened, which Node would warn of.
    const worker = new Worker(tailerEntry(), { execArgv: [], stdin: false, trackUnmanagedFds: false })
    worker.on('error', (error) => this.#listener.complain(`the tailer failed: ${error.stack ?? error.message}`))
    const events: TailerEvents = {
      lines: (id, subscription, blocks) => {
        const subscriber = this.#subscribers.get(subscription)
        subscriber?.sink(subscriber.lines.next(blocks), () => this.#tell('taken', id, subscription))
      },
      dropped: (id, loss) => this.#listener.dropped(id, loss),
      complain: (message) => this.#listener.complain(message),
    }
    const channel = createBirpc<TailerCalls, TailerEvents, false>(events, {
      proxify: false,
      bind: 'functions',
      timeout: -1,
      post: (message) => worker.postMessage(message),
      on: (receive) => {
        worker.on('message', receive)
      },
    })
    worker.on('exit', () => {
      // Nobody waits for an answer of one that is gone.
      channel.$close()
      this.#resume()
    })
    return channel
  }

  /** Has another thread follow what the one before did: a pipe is opened by its name again. */
  #resume(): void {
    this.#failures += 1
    if (this.#failures > maxFailures) return
    this.#channel = this.#open()
    for (const order of this.#followed.values()) {
      const pipes = order.pipes === undefined ? undefined : reopenPipes(order.log.directory)
      this.#tell('open', { ...order, pipes, resumed: true })
    }
    for (const [subscription, { id, lines }] of this.#subscribers) {
      lines.restart()
      this.#tell('subscribe', id, subscription)
    }
  }

  #tell<Name extends keyof TailerCalls>(name: Name, ...args: Parameters<TailerCalls[Name]>): void {
    const channel = this.#started()
    tell(channel, () => channel.$callEvent(name, ...args))
  }

  async #ask<Name extends keyof TailerCalls>(
    name: Name,
    ...args: Parameters<TailerCalls[Name]>
  ): Promise<Awaited<ReturnType<TailerCalls[Name]>> | undefined> {
    try {
      return await this.#started().$call(name, ...args)
    } catch {
      return undefined // the thread failed, and said so through `complain`
    }
  }
}
