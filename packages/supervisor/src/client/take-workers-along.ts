import process from 'node:process'
import { readHistories } from '../journal/history.ts'
import { isAlive } from '../system/process-table.ts'
import { sendSignal } from '../tree/send-signal.ts'

/**
 * Kills the worker processes of a run that live now, with this process: when it exits.
 *
 * For a runner that leaves workers behind in the middle of a test. Their services are to be over by then: {@link endRun}.
 * Does nothing where none lives.
 */
export function takeWorkersAlong(runDirectory: string): void {
  const workers = readHistories(runDirectory)
    .map(({ holder }) => holder)
    .filter((holder) => holder.pid !== process.pid && isAlive(holder))
  if (workers.length === 0) return
  process.once('exit', () => {
    for (const worker of workers) sendSignal(worker, 'SIGKILL')
  })
}
