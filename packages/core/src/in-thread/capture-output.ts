import { StringDecoder } from 'node:string_decoder'
import process from 'node:process'

type WriteCallback = (error?: Error | null) => void

/**
 * Sends what the thread writes to `process.stdout` and `process.stderr` (console, warnings, a pino logger of its own)
 * to `send`, at once and in order: unlike the streams of a `Worker`, this loses nothing in an endless loop or at an exit.
 */
export function captureOutput(send: (stream: 'stdout' | 'stderr', text: string) => void): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8')
    const write = (
      chunk: string | Uint8Array,
      encodingOrCallback?: BufferEncoding | WriteCallback,
      callback?: WriteCallback,
    ): boolean => {
      const written = typeof encodingOrCallback === 'function' ? encodingOrCallback : callback
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))
      if (text !== '') send(stream, text)
      if (written !== undefined) process.nextTick(written)
      return true
    }
    process[stream].write = write
  }
}
