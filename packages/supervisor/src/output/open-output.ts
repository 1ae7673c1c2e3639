import { closeSync, constants, fstatSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import type { ProcessSpawnOrder } from '@curfew/core/process-port'
import { isNowhere, whyNotOwn, withoutLinks } from './own-folder.ts'

const append = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | withoutLinks

/**
 * Opens the files that a process writes its output to: files and not pipes, so that the process never waits for a reader, and
 * no reader's death breaks it.
 *
 * Never appends to what somebody else put there: the folder has to be this user's, and no file may be a link. A full disk or a
 * folder that cannot be written costs the output, never the test: then there is no file, and `complain` says so.
 */
export function openOutput(order: ProcessSpawnOrder, complain: (message: string) => void): readonly number[] {
  const { directory } = order.log
  if (isNowhere(directory)) return []
  const fds: number[] = []
  try {
    mkdirSync(directory, { recursive: true })
    const foreign = whyNotOwn(directory)
    if (foreign !== undefined) throw new Error(foreign)
    for (const stream of ['stdout', 'stderr']) {
      const file = path.join(directory, `${stream}.log`)
      const fd = openSync(file, append, 0o600)
      fds.push(fd)
      if (fstatSync(fd).nlink > 1) throw new Error(`${file} is a second name of another file`)
    }
    return fds
  } catch (error) {
    complain(`${order.id}: its output is lost: ${(error as Error).message}`)
    for (const fd of fds) closeSync(fd)
    return []
  }
}
