import { basename } from 'node:path'
import type { ProcessIdentity } from './system/process-entry.ts'
import { identify, processTable } from './system/process-table.ts'

/**
 * The guard of a supervisor: its parent, a shell that does nothing but wait, and starts another one when it was killed.
 *
 * So somebody is there even if the runner dies in the same moment. It is the cheapest process there is (under 1 MB, no
 * CPU, 1 ms), and holds no state: the journal does. More than five killed ones in a row are left to the workers.
 */
const script = [
  'n=0',
  '"$@"',
  'code=$?',
  'while [ $code -gt 128 ] && [ $n -lt 5 ]; do n=$((n + 1)); "$@" --successor; code=$?; done',
  'exit $code',
].join('; ')

const name = 'curfew-guard'

/** The command that runs another one under a guard; there is none on Windows, where the workers take over. */
export function guarded(command: readonly string[]): readonly string[] {
  return process.platform === 'win32' ? command : ['/bin/sh', '-c', script, name, ...command]
}

/** The guard of this process, if it runs under one. */
export function guardOfSelf(): ProcessIdentity | undefined {
  if (process.platform === 'win32') return undefined
  const { command } = processTable.describe(process.ppid)
  return basename(command.split(' ', 1)[0] ?? '') === 'sh' && command.includes(` ${name} `)
    ? identify(process.ppid)
    : undefined
}
