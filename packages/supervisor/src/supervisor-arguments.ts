import { parseArgs } from 'node:util'
import type { ProcessIdentity } from './system/process-entry.ts'

/** What a supervisor is started with; plain words, because a person reads them in `ps`. */
export interface SupervisorArguments {
  readonly run: string
  readonly runDirectory: string
  readonly generation: number
  readonly root: ProcessIdentity
  /** Started by the guard of one that was killed, to succeed it. */
  readonly successor?: boolean
}

export function formatArguments({ run, runDirectory, generation, root }: SupervisorArguments): string[] {
  return [
    `--run=${run}`,
    `--directory=${runDirectory}`,
    `--generation=${generation}`,
    `--root-pid=${root.pid}`,
    `--root-start=${root.startTime}`,
  ]
}

export function parseArguments(args: readonly string[]): SupervisorArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      run: { type: 'string' },
      directory: { type: 'string' },
      generation: { type: 'string' },
      'root-pid': { type: 'string' },
      'root-start': { type: 'string' },
      successor: { type: 'boolean', default: false },
    },
  })
  return {
    run: values.run ?? '',
    runDirectory: values.directory ?? '',
    generation: Number(values.generation),
    successor: values.successor,
    root: { pid: Number(values['root-pid']), startTime: Number(values['root-start']) },
  }
}
