import { existsSync, type FSWatcher, rmSync, watch } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import path from 'node:path'
import { setTimeout } from '@curfew/protocol'

/** How listening goes on. */
export interface ListenFacts {
  readonly address: string
  readonly accept: (socket: Socket) => void
  /** Called once, when the first server listens. */
  readonly listening: () => void
  /** Makes the folder of the address, as it was. */
  readonly makeDirectory: () => void
  readonly log: (message: string) => void
}

const tryAgainMs = 1000

/**
 * Listens at a socket, and at the same address again when its file is gone: somebody swept the folder of temporary files.
 * Open connections do not notice. The system tells of the removal, so nothing is polled.
 *
 * Returns a function that ends it and removes the file.
 */
export function keepListening({ address, accept, listening, makeDirectory, log }: ListenFacts): () => void {
  let server: Server | undefined
  let watcher: FSWatcher | undefined
  let wasListening = false
  let isRestoring = false
  let isOver = false

  const listen = (): void => {
    server = createServer(accept)
    server.once('error', (error) => {
      log(`cannot listen at ${address}: ${error.message}`)
      restore(tryAgainMs)
    })
    server.listen(address, () => {
      if (process.platform !== 'win32') follow()
      if (wasListening) log(`listens at ${address} again: its file was gone`)
      else listening()
      wasListening = true
    })
  }

  const follow = (): void => {
    if (isOver) return
    watcher?.close()
    try {
      // The removal of the folder itself is an event as well.
      watcher = watch(path.dirname(address), { persistent: false }, restoreIfGone)
      watcher.once('error', () => setTimeout(follow, tryAgainMs))
    } catch (error) {
      // The folder was removed before it was watched, or the user has too many watches.
      if (existsSync(address)) log(`is not told when ${address} is removed: ${(error as Error).message}`)
      setTimeout(follow, tryAgainMs)
    }
    restoreIfGone()
  }

  const restoreIfGone = (): void => {
    if (!existsSync(address)) restore(0)
  }

  const restore = (afterMs: number): void => {
    if (isOver || isRestoring) return
    isRestoring = true
    // The end of a server removes the file at its address, so it comes before the next one.
    server?.close()
    setTimeout(() => {
      isRestoring = false
      if (isOver) return
      try {
        makeDirectory()
        listen()
      } catch (error) {
        log(`the folder of ${address} cannot be made: ${(error as Error).message}`)
        restore(tryAgainMs)
      }
    }, afterMs)
  }

  // The file of a dead process that had the same pid.
  if (process.platform !== 'win32') rmSync(address, { force: true })
  listen()
  return () => {
    isOver = true
    watcher?.close()
    rmSync(address, { force: true })
  }
}
