import { readSync } from 'node:fs'
import { Socket } from 'node:net'
import { maxReadBytes } from './raw-log.ts'

const buffer = Buffer.allocUnsafe(maxReadBytes)
/** At the end at most so much is read: who escaped from its tree may write for ever. */
const maxRestBytes = 16 * 1024 * 1024

/** Where output comes from. */
export interface Feed {
  /** Whether somebody has to look, since the system does not tell. */
  readonly isPolled: boolean
  /** Takes what there is right now. */
  look(): void
  /** Stops taking for a while: who writes waits, where it can. */
  pause(): void
  resume(): void
  close(): void
}

/**
 * Reads a pipe that a process writes to, as the system tells that there is something.
 *
 * The process holds both ends, so no reader's death breaks it; it waits while the pipe is full.
 */
export class PipeFeed implements Feed {
  readonly isPolled = false
  readonly #fd: number
  readonly #socket: Socket
  readonly #take: (bytes: Buffer) => void
  #isOpen = true
  #isPaused = false

  /** Takes over the descriptor, which has to be opened without blocking, by itself: the flag is one of the open description. */
  constructor(fd: number, take: (bytes: Buffer) => void) {
    this.#fd = fd
    this.#take = take
    const onRead = (count: number): boolean => {
      take(buffer.subarray(0, count))
      return true
    }
    // Types know `onread` of a connection only.
    const options = { fd, readable: true, writable: false, onread: { buffer, callback: onRead } }
    this.#socket = new Socket(options)
    // At the end, when nobody is left who writes; an error is the same to us.
    this.#socket.on('error', () => this.close())
    this.#socket.on('end', () => {
      this.#isOpen = false
    })
    this.#socket.resume()
  }

  look(): void {
    if (this.#isPaused) return
    try {
      for (let total = 0; this.#isOpen && !this.#isPaused && total < maxRestBytes;) {
        const count = readSync(this.#fd, buffer)
        if (count === 0) return
        total += count
        this.#take(buffer.subarray(0, count))
      }
    } catch {
      // EAGAIN: there is nothing more.
    }
  }

  pause(): void {
    this.#isPaused = true
    this.#socket.pause()
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#socket.resume()
  }

  close(): void {
    this.#isOpen = false
    this.#socket.destroy()
  }
}
