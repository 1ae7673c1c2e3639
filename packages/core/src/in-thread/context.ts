import { on } from 'node:events'
import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { workerData, type MessagePort } from 'node:worker_threads'
import type { Logger, pino } from 'pino'
import type { ThreadContext } from '../service/thread-module.ts'

/** What a context is made of. */
export interface ContextParts {
  readonly port: MessagePort
  readonly signal: AbortSignal
  readonly serviceName: string
  readonly level: string
  /** Takes a record of pino, one JSON line without its line end. */
  record(line: string): void
}

/** Makes the context of the module's function. Pino is loaded when `log` is first read. */
export function threadContext(parts: ContextParts): ThreadContext<unknown> {
  const { port, signal, serviceName } = parts
  let log: Logger | undefined
  return {
    data: workerData as unknown,
    signal,
    serviceName,
    get log() {
      return (log ??= openLogger(parts))
    },
    post(message, transfer = []) {
      port.postMessage(message, transfer)
    },
    onMessage(listener) {
      port.on('message', listener)
      return () => {
        port.off('message', listener)
      }
    },
    messages: { [Symbol.asyncIterator]: () => sequenceOf(port, signal) },
    async sleep(delayMs) {
      await setTimeout(delayMs, undefined, { signal })
    },
  }
}

async function* sequenceOf(port: MessagePort, signal: AbortSignal): AsyncGenerator {
  if (signal.aborted) return
  try {
    for await (const [message] of on(port, 'message', { signal, close: ['close'] })) yield message
  } catch (error) {
    // The abort is the end of the sequence.
    if (!signal.aborted) throw error
  }
}

function openLogger({ level, record }: ContextParts): Logger {
  const { pino: open } = createRequire(import.meta.url)('pino') as { pino: typeof pino }
  return open(
    { level, base: null, serializers: { err: open.stdSerializers.errWithCause } },
    {
      write(line: string) {
        record(line.trimEnd())
      },
    },
  )
}
