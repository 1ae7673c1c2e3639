import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { setTimeout } from '@curfew/protocol'
import { isNowhere, whyNotOwn } from './output/own-folder.ts'
import { PipeFeed } from './output/pipe-feed.ts'
import { TailedOutput } from './output/tailed-output.ts'
import type { TailerCalls, TailerEvents } from './output/tailer-calls.ts'

// The thread that reads output: a flood of lines then never delays a signal.

/** Finished outputs that may still be asked for. */
const maxFinished = 256
/** Where the system does not tell of new output, this often; everywhere else a safety net. */
const lookMs = 20
const safetyLookMs = 250

if (parentPort === null) throw new Error('tailer is a worker thread of the supervisor')
const port = parentPort

const outputs = new Map<string, TailedOutput>()
const finished: string[] = []

const calls: TailerCalls = {
  open(order) {
    try {
      const { directory } = order.log
      const isNameless = order.pipes?.isNameless === true
      // Core, or who spawned it, has said so.
      if (!isNameless && (isNowhere(directory) || whyNotOwn(directory) !== undefined)) return
      outputs.set(order.id, new TailedOutput(order, events))
    } catch (error) {
      events.complain(`${order.id}: output cannot be followed: ${(error as Error).message}`)
      if (order.pipes !== undefined)
        for (const stream of ['stdout', 'stderr'] as const) readForNobody(order.pipes[stream])
    }
  },
  async finish(id) {
    const losses = (await outputs.get(id)?.finish()) ?? []
    finished.push(id)
    if (finished.length > maxFinished) outputs.delete(finished.shift() ?? '')
    return losses
  },
  handOver(id) {
    outputs.get(id)?.handOver()
  },
  lastLines: (id, count) => outputs.get(id)?.lastLines(count) ?? [],
  subscribe(id, subscription) {
    outputs.get(id)?.subscribe(subscription)
  },
  unsubscribe(id, subscription) {
    outputs.get(id)?.unsubscribe(subscription)
  },
  taken(id, subscription) {
    outputs.get(id)?.taken(subscription)
  },
}

/** Who writes must not wait for ever. */
function readForNobody(pipe: number): PipeFeed {
  return new PipeFeed(pipe, () => {})
}

const channel = createBirpc<TailerEvents, TailerCalls, false>(calls, {
  proxify: false,
  bind: 'functions',
  timeout: -1,
  post: (message) => port.postMessage(message),
  on: (listener) => {
    port.on('message', listener)
  },
})

const events: TailerEvents = {
  lines: (...args) => void channel.$callEvent('lines', ...args),
  dropped: (...args) => void channel.$callEvent('dropped', ...args),
  complain: (...args) => void channel.$callEvent('complain', ...args),
}

function lookAgain(): void {
  let isPolled = false
  for (const output of outputs.values()) {
    output.look()
    isPolled ||= output.isPolled
  }
  setTimeout(lookAgain, isPolled ? lookMs : safetyLookMs)
}
lookAgain()
