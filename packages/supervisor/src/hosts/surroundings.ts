import { closeSync, writeSync } from 'node:fs'
import type { HostedSurroundings, ProcessSpawnOrder } from '@curfew/protocol'
import type { Journal } from '../journal/journal.ts'
import { openOutput } from '../output/open-output.ts'

/** What a driver has for a process, and how the supervisor begins and ends it. */
export interface ProcessLogs extends HostedSurroundings {
  /** Opens the logs, which are there from the start then. */
  open(): void
  close(): void
}

/** What a driver has for the process of an order. */
export function surroundingsOf(
  order: ProcessSpawnOrder,
  journal: Pick<Journal, 'write'>,
  complain: (message: string) => void,
): ProcessLogs {
  const { id } = order
  let files: readonly number[] | undefined
  const open = (): readonly number[] =>
    openOutput({ ...order, log: { ...order.log, through: 'file' } }, { complain, pipeBytes: 0 }).child
  return {
    asked: (signal, processes) => journal.write({ event: 'asked', id, signal, processes }),
    killed: (processes) => journal.write({ event: 'killed', id, processes }),
    write(stream, bytes) {
      files ??= open()
      const file = files[stream === 'stdout' ? 0 : 1]
      if (file === undefined) return
      try {
        writeSync(file, bytes)
      } catch (error) {
        complain(`${id}: its output is lost: ${(error as Error).message}`)
      }
    },
    open() {
      files ??= open()
    },
    close() {
      for (const file of files ?? []) closeSync(file)
      files = []
    },
  }
}
