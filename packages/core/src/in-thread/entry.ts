/**
 * The first code of every thread. Relative imports of this folder end in `.ts`, because Node loads them as they are when
 * the engine runs from its sources; all else that it imports is types.
 */
import process from 'node:process'
import { parentPort, receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import type { ThreadBoot, ThreadOrder, ThreadReport } from '../runtime/thread-protocol.ts'
import { captureOutput } from './capture-output.ts'
import { threadContext } from './context.ts'
import { errorFacts } from './error-facts.ts'
import { isAbort } from './is-abort.ts'
import { loadModule, type Body } from './load-module.ts'

const port = parentPort as MessagePort
const { control, file, serviceName, level } = (receiveMessageOnPort(port) as { message: ThreadBoot }).message
const stop = new AbortController()
/** Who is in charge: as long as it is not the event loop, the thread stays alive for it. */
let phase: 'loading' | 'in the function' | 'in the event loop' = 'loading'

captureOutput((stream, text) => {
  report({ type: 'output', stream, text })
})
// Only looks on: whether such an error ends the thread stays with Node and with handlers of the module.
process.on('uncaughtExceptionMonitor', (error) => {
  report({ type: 'uncaught', error: errorFacts(error) })
})
process.argv[1] = file
// A listener keeps the thread alive until `toEventLoop`.
control.on('message', (_order: ThreadOrder) => {
  stopAsked()
})
await run()

async function run(): Promise<void> {
  let body: Body | undefined
  try {
    body = await loadModule(file)
  } catch (error) {
    fail('load-failed', error)
  }
  // An order that came meanwhile may still wait for its turn in the event loop.
  if (receiveMessageOnPort(control) !== undefined) stopAsked()
  report({ type: 'loaded' })
  if (body === undefined || stop.signal.aborted) toEventLoop()
  else await call(body)
}

async function call(body: Body): Promise<void> {
  phase = 'in the function'
  const record = (line: string): void => {
    report({ type: 'record', line })
  }
  try {
    await body(threadContext({ port, signal: stop.signal, serviceName, level, record }))
  } catch (error) {
    if (!isAbort(error, stop.signal)) fail('failed', error)
  }
  // Having returned after the stop, it has nothing more to do; connections that it left open must not hold the thread.
  if (stop.signal.aborted) process.exit()
  toEventLoop()
}

function stopAsked(): void {
  if (stop.signal.aborted) return
  stop.abort(new DOMException('The thread is to stop.', 'AbortError'))
  if (phase === 'in the function') return
  // A script knows no signal: it hears of the stop as a process would, and by the end of its port.
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
  port.close()
}

/** From now on the thread ends when nothing of the module keeps it busy. */
function toEventLoop(): void {
  phase = 'in the event loop'
  control.unref()
  if (stop.signal.aborted) port.close()
}

function fail(type: 'load-failed' | 'failed', error: unknown): never {
  report({ type, error: errorFacts(error) })
  process.exit(1)
}

function report(message: ThreadReport): void {
  control.postMessage(message)
}
