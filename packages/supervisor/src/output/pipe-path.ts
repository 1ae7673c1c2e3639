import path from 'node:path'
import type { OutputLine } from '@curfew/protocol'

/** Where the pipe of a stream is, while its process lives. */
export function pipePath(directory: string, stream: OutputLine['stream']): string {
  return path.join(directory, `${stream}.pipe`)
}
