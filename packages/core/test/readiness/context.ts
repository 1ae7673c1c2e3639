import { systemClock, type Clock, type OutputLine, type PortHolder, askNetwork } from '@curfew/protocol'
import type { ProbeContext } from '../../src/readiness/readiness.ts'

/** A probe's context over nothing: lines and messages are told by the test, `portHolder` is the fault that it injects. */
export interface TestContext extends ProbeContext {
  readonly observations: string[]
  abort(reason?: unknown): void
  tellLine(line: string | Partial<OutputLine>, stream?: OutputLine['stream']): void
  tellMessage(message: unknown): void
  listenerCount(): number
}

export interface TestContextOptions {
  readonly host?: string
  readonly port?: number | undefined
  readonly ports?: Readonly<Record<string, number>>
  readonly clock?: Clock
  readonly portHolder?: (host: string, port: number) => Promise<PortHolder | undefined>
}

export function testContext(options: TestContextOptions = {}): TestContext {
  const controller = new AbortController()
  const lines: OutputLine[] = []
  const messages: unknown[] = []
  const lineListeners = new Set<(line: OutputLine) => void>()
  const messageListeners = new Set<(message: unknown) => void>()
  const observations: string[] = []
  return {
    serviceName: 'api',
    host: options.host ?? '127.0.0.1',
    port: options.port,
    ports: options.ports ?? (options.port === undefined ? {} : { main: options.port }),
    clock: options.clock ?? systemClock,
    signal: controller.signal,
    observations,
    ask: askNetwork,
    saw: (observation) => observations.push(observation),
    portHolder: options.portHolder ?? (async () => undefined),
    onLine: (listener) => listen(listener, lineListeners, lines),
    onMessage: (listener) => listen(listener, messageListeners, messages),
    abort: (reason) => controller.abort(reason),
    tellLine(told, stream = 'stdout') {
      const facts = typeof told === 'string' ? { text: told } : told
      const line: OutputLine = { stream, text: '', timeMs: Date.now(), ...facts }
      lines.push(line)
      for (const listener of lineListeners) listener(line)
    },
    tellMessage(message) {
      messages.push(message)
      for (const listener of messageListeners) listener(message)
    },
    listenerCount: () => lineListeners.size + messageListeners.size,
  }
}

/** From the first on: what was told before is told again at once. */
function listen<T>(listener: (value: T) => void, listeners: Set<(value: T) => void>, told: readonly T[]): () => void {
  for (const value of told) listener(value)
  listeners.add(listener)
  return () => listeners.delete(listener)
}
