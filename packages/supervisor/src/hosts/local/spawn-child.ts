import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { printable, type ProcessSpawnOrder } from '@curfew/protocol'
import { SpawnError } from '../../errors.ts'
import { environmentOf, localProgram } from './local-programs.ts'
import { openOutput, type OutputPipes, type OutputSurroundings, removePipes } from '../../output/open-output.ts'
import type { Containment } from '../../tree/containment.ts'
import { type Mark, markVariables } from '../../tree/mark.ts'

/** Of a command line in a message: the code of `node -e` may be one. */
const maxLineBytes = 500

/** What a process is spawned into. */
export interface SpawnSurroundings extends OutputSurroundings {
  readonly mark: Mark
  readonly containment: Containment
}

/** A process that was spawned, and where its output is read. */
export interface SpawnedChild {
  readonly child: ChildProcess & { readonly pid: number }
  readonly pipes: OutputPipes | undefined
}

/**
 * Spawns a process as the leader of its own group and session, with pipes or files for output.
 *
 * @throws {SpawnError} with the system's `errno`, once it is certain that there is no process
 */
export async function spawnChild(order: ProcessSpawnOrder, surroundings: SpawnSurroundings): Promise<SpawnedChild> {
  try {
    return await spawnOnce(order, surroundings)
  } catch (error) {
    const isMissing = error instanceof SpawnError && error.errno === 'ENOENT' && !order.shell
    const local = isMissing ? localProgram(order) : undefined
    if (local === undefined) throw error
    return spawnOnce({ ...order, command: local }, surroundings)
  }
}

async function spawnOnce(order: ProcessSpawnOrder, surroundings: SpawnSurroundings): Promise<SpawnedChild> {
  const { mark, containment } = surroundings
  const { child: output, pipes } = openOutput(order, surroundings)
  // Read and write, by which what a shell runs in the foreground can be told from what it runs in the background.
  const input = process.platform === 'win32' ? 'ignore' : openSync('/dev/null', 'r+')
  const child = containment.spawn(mark, () =>
    start(order, {
      cwd: order.cwd,
      env: { ...environmentOf(order), ...markVariables(mark, order.env) },
      detached: true,
      stdio: [input, output[0] ?? 'ignore', output[1] ?? 'ignore'],
      windowsHide: true,
      ...(order.uid === undefined ? {} : { uid: order.uid }),
      ...(order.gid === undefined ? {} : { gid: order.gid }),
    }),
  )
  for (const fd of [...output, input]) if (typeof fd === 'number') closeSync(fd)
  if (!(child instanceof Error) && child.pid !== undefined) {
    return { child: Object.assign(child, { pid: child.pid }), pipes }
  }
  if (pipes !== undefined) removePipes(order.log.directory, pipes)
  if (child instanceof Error) throw explain(order, child)
  const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException]
  throw explain(order, error)
}

/** Has this process do once all that it does for a spawn but for the program, of which there is none: 2 ms less for the first. */
export function warmUpSpawn(containment: Containment): void {
  // Of what is not there Node tells by an event; it throws for a path through a file.
  const nothing = path.join(path.dirname(process.execPath), 'curfew-warms-up')
  const child = containment.spawn({ run: '', id: '' }, () => spawn(nothing, { detached: true, stdio: 'ignore' }))
  child.once('error', () => {
    // ENOENT, as it has to be.
  })
}

function start(order: ProcessSpawnOrder, options: SpawnOptions): ChildProcess | Error {
  // Node has no option for it: the mask is inherited, and nothing else runs between these two lines.
  const umask = process.umask(order.umask)
  try {
    if (!order.shell) return spawn(order.command, [...order.args], options)
    const line = [order.command, ...order.args].join(' ')
    return process.platform === 'win32'
      ? spawn(line, { ...options, shell: true })
      : spawn('/bin/sh', ['-c', line], options)
  } catch (error) {
    return error as Error // what spawn throws at once, a user that we may not become for example
  } finally {
    process.umask(umask)
  }
}

function explain(order: ProcessSpawnOrder, error: NodeJS.ErrnoException): SpawnError {
  const errno = error.code ?? 'UNKNOWN'
  const line = printable([order.command, ...order.args].join(' '), maxLineBytes)
  return new SpawnError(`Could not spawn "${line}" in ${order.cwd}: ${reason(order, errno, error)} (${errno}).`, {
    errno,
    command: order.command,
    cwd: order.cwd,
  })
}

/** The system names neither the file nor the folder that it missed, so both are looked at here. */
function reason(order: ProcessSpawnOrder, errno: string, error: Error): string {
  const cwd = statSync(order.cwd, { throwIfNoEntry: false })
  if (cwd === undefined) return 'the working directory does not exist'
  if (!cwd.isDirectory()) return 'the working directory is not a directory'
  const isPath = order.command.includes('/')
  if (errno === 'ENOENT') {
    // Without the value of PATH: the message goes into the journal, which holds no values of the environment.
    const [program = '', ...args] = order.command.trim().split(/\s+/)
    if (args.length > 0 && !existsSync(path.resolve(order.cwd, order.command))) {
      return (
        `there is no program of that name, which has spaces in it: arguments go into args, ` +
        `as in command: '${program}', args: [${args.map((one) => `'${one}'`).join(', ')}]; or say shell: true`
      )
    }
    if (!isPath)
      return 'it is neither on the PATH of its environment nor in a node_modules/.bin of the working directory or above it'
    const file = path.resolve(order.cwd, order.command)
    return existsSync(file) ? `${file} exists, but the interpreter named in it does not` : `${file} does not exist`
  }
  if (errno === 'EACCES') return 'it may not be executed, or the working directory may not be entered'
  if (errno === 'EPERM' && (order.uid !== undefined || order.gid !== undefined)) {
    return `may not run as uid ${order.uid ?? 'unchanged'}, gid ${order.gid ?? 'unchanged'}`
  }
  return error.message
}
