import { spawn } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import path from 'node:path'
import { loadNative } from '../system/native.ts'
import type { Containment } from '../tree/containment.ts'
import { withoutLinks } from './own-folder.ts'
import { pipePath } from './pipe-path.ts'

const append = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | withoutLinks

/**
 * Has the pipes of a process that outlives this supervisor read by a `cat` for each, which appends to the raw logs and ends by
 * itself, when nobody is left who writes. Without them the process would wait as soon as a pipe is full.
 */
export function keepReading(directory: string, containment: Containment): void {
  const native = loadNative()
  if (typeof native === 'string') throw new Error(native)
  for (const stream of ['stdout', 'stderr'] as const) {
    const pipe = openSync(pipePath(directory, stream), constants.O_RDONLY | constants.O_NONBLOCK | withoutLinks)
    const log = openSync(path.join(directory, `${stream}.log`), append, 0o600)
    // Opened without waiting, since the process may be gone already; read with waiting.
    native.waitForInput(pipe)
    const reader = containment.spawn({ run: '', id: '' }, () =>
      spawn('cat', [], { cwd: '/', env: { PATH: '/usr/bin:/bin' }, detached: true, stdio: [pipe, log, 'ignore'] }),
    )
    reader.on('error', () => {
      // There is no `cat`: the process waits once its pipe is full.
    })
    reader.unref()
    closeSync(pipe)
    closeSync(log)
  }
}
