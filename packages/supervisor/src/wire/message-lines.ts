import type { Socket } from 'node:net'

/**
 * Frames messages on a stream socket: one JSON text per line (JSON never contains a raw line end).
 *
 * Chunks are joined as bytes, so a character split between two reads arrives whole.
 */
export function onMessageLines(socket: Socket, listener: (line: string) => void): void {
  let pending: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    let from = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      const tail = chunk.subarray(from, end)
      const line = pending.length === 0 ? tail.toString() : Buffer.concat([...pending, tail]).toString()
      pending = []
      from = end + 1
      listener(line)
    }
    if (from < chunk.length) pending.push(chunk.subarray(from))
  })
}

/** Writes one message. */
export function writeMessageLine(socket: Socket, message: string): void {
  // Nothing to tell to a peer that is gone: what it was owed is settled when the close is noticed.
  if (!socket.writable) return
  socket.write(`${message}\n`)
}
