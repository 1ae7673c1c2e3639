import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { setTimeout } from './clock.ts'
import { isNowhere, whyNotOwn } from './output/own-folder.ts'
import { TailedOutput } from './output/tailed-output.ts'
import type { TailerCalls, TailerEvents } from './output/tailer-calls.ts'

// The thread that reads output: a flood of lines then never delays a signal.

/** Finished outputs whose recent lines are still held. */
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
      // Core, or who spawned it, has said so.
      if (isNowhere(directory) || whyNotOwn(directory) !== undefined) return
      outputs.set(order.id, new TailedOutput(order, events))
    } catch (error) {
      events.complain(`${order.id}: output cannot be followed: ${(error as Error).message}`)
    }
  },
  finish(id) {
    const losses = outputs.get(id)?.finish() ?? []
    finished.push(id)
    if (finished.length > maxFinished) outputs.delete(finished.shift() ?? '')
    return losses
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
  for (const output of outputs.values()) output.look()
  setTimeout(lookAgain, [...outputs.values()].every((output) => output.isWatched) ? safetyLookMs : lookMs)
}
lookAgain()
