import { closeSync, constants, openSync } from 'node:fs'
import { pipePath } from '../output/pipe-path.ts'

const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK

/**
 * Holds the pipes of a process open, without ever reading them, until what is returned is called: so what is in a pipe when the
 * process ends and no supervisor lives is there for the next one to read.
 */
export function holdPipes(directory: string): () => void {
  // Files have no such need.
  const held =
    process.platform === 'linux' ? (['stdout', 'stderr'] as const).flatMap((stream) => hold(directory, stream)) : []
  return () => {
    for (const fd of held.splice(0)) closeSync(fd)
  }
}

function hold(directory: string, stream: 'stdout' | 'stderr'): readonly number[] {
  try {
    return [openSync(pipePath(directory, stream), withoutWaiting)]
  } catch {
    return [] // it writes files, or is gone already
  }
}
