import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ProcessSpawnOrder } from '@curfew/protocol'

/** Where package scripts look for programs besides the PATH: in the folder that they run in, and in each one above it. */
function* binFolders(cwd: string): Generator<string> {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    yield path.join(folder, 'node_modules', '.bin')
    if (folder === path.dirname(folder)) return
  }
}

/** The path of a program that a package has installed; asked only for what is not on the PATH. */
export function localProgram({ command, cwd }: Pick<ProcessSpawnOrder, 'command' | 'cwd'>): string | undefined {
  if (command.includes('/') || process.platform === 'win32') return undefined
  for (const folder of binFolders(cwd)) {
    const program = path.join(folder, command)
    if (existsSync(program)) return program
  }
  return undefined
}

/** The environment of an order. A shell that looks for a command finds what packages have installed, too, behind all else. */
export function environmentOf({ shell, env, cwd }: ProcessSpawnOrder): ProcessSpawnOrder['env'] {
  const { PATH } = env
  if (!shell || PATH === undefined || process.platform === 'win32') return env
  const folders = [...binFolders(cwd)].filter((folder) => existsSync(folder))
  return { ...env, PATH: [PATH, ...folders].join(path.delimiter) }
}
