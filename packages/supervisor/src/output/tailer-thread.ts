import { Worker } from 'node:worker_threads'
import type { OutputLine } from '@curfew/core/process-port'
import { createBirpc, type BirpcReturn } from 'birpc'
import { tailerEntry } from '../programs.ts'
import { tell } from '../wire/channel.ts'
import type { LineBlock } from '../wire/protocol.ts'
import type { OutputLoss, TailerCalls, TailerEvents, TailOrder } from './tailer-calls.ts'

/** What the tailer tells of its own accord. */
export interface TailerListener {
  dropped(id: string, loss: OutputLoss): void
  complain(message: string): void
}

/** Where a subscription's lines go; calls back when they were taken. */
export type LineSink = (blocks: readonly LineBlock[], taken: () => void) => void

/** The supervisor's side of the thread that reads output; the thread starts with the first call. */
export class TailerThread {
  readonly #listener: TailerListener
  readonly #sinks = new Map<string, LineSink>()
  #channel: BirpcReturn<TailerCalls, TailerEvents, false> | undefined

  constructor(listener: TailerListener) {
    this.#listener = listener
  }

  /** Starts the thread now, so that the first process does not have to. */
  start(): void {
    this.#started()
  }

  open(order: TailOrder): void {
    this.#tell('open', order)
  }

  /** Somebody else reads its pipes from now on, and writes the raw logs. Resolves when nobody reads them here any more. */
  async handOver(id: string): Promise<void> {
    await this.#ask('handOver', id)
  }

  /** Resolves when the rest is read and recorded, with what was lost. */
  async finish(id: string): Promise<readonly OutputLoss[]> {
    return (await this.#ask('finish', id)) ?? []
  }

  async lastLines(id: string, count: number): Promise<readonly OutputLine[]> {
    return (await this.#ask('lastLines', id, count)) ?? []
  }

  subscribe(id: string, subscription: string, sink: LineSink): void {
    this.#sinks.set(subscription, sink)
    this.#tell('subscribe', id, subscription)
  }

  unsubscribe(id: string, subscription: string): void {
    if (this.#sinks.delete(subscription)) this.#tell('unsubscribe', id, subscription)
  }

  #started(): BirpcReturn<TailerCalls, TailerEvents, false> {
    this.#channel ??= this.#open()
    return this.#channel
  }

  #open(): BirpcReturn<TailerCalls, TailerEvents, false> {
    const worker = new Worker(tailerEntry(), { execArgv: [], stdin: false })
    worker.on('error', (error) => this.#listener.complain(`the tailer failed: ${error.stack ?? error.message}`))
    const events: TailerEvents = {
      lines: (id, subscription, blocks) => {
        this.#sinks.get(subscription)?.(blocks, () => this.#tell('taken', id, subscription))
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
    // A stop waits for the rest of the output; without its reader there is none to wait for.
    worker.on('exit', () => channel.$close())
    return channel
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
