import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { systemClock } from '../clock.ts'
import { whyNotPrivate, whyUnsafe } from './private-folder.ts'

/** The longest address that every system takes for a socket file, less the name of ours. */
const maxBaseLength = 66
/** The clocks of filesystems go on in steps of some milliseconds. */
const settledMs = 50
const pause = new Int32Array(new SharedArrayBuffer(4))

interface OwnFolder {
  readonly path: string
  readonly madeAtMs: number
}

/**
 * The folder of this user for what must not lie in a run's folder: sockets (whose paths may have about a hundred
 * characters), port leases and the register of runs (which all runs share), and runs whose own folder cannot be made.
 *
 * Guarantee: it is this user's, mode 0700, no link, and nobody but root can put another one in its place. It is
 * `curfew-<uid>` in the folder for temporary files; where somebody else has taken that name, it is one with a random name
 * there, the same for all processes of this user.
 *
 * @throws when no folder for temporary files is safe
 */
export function userDirectory(): string {
  const uid = process.getuid?.()
  const name = `curfew-${uid ?? userInfo().username}`
  const reasons: string[] = []
  for (const base of bases()) {
    try {
      mkdirSync(base, { recursive: true })
      const why = whyUnsafe(base)
      // Not by a link that somebody may let lead elsewhere later.
      if (why === undefined) return folderIn(realpathSync(base), name)
      reasons.push(why)
    } catch (error) {
      reasons.push((error as Error).message)
    }
  }
  throw new Error(
    `No folder for temporary files is safe from other users: ${reasons.join('; ')}.\n` +
      `  To change     set TMPDIR to a folder that only you can write to`,
  )
}

/** The folder for temporary files; where that is of no use, what every system has, and what is the user's own. */
function bases(): readonly string[] {
  if (process.platform === 'win32') return [resolve(tmpdir())]
  const all = new Set([resolve(tmpdir()), '/tmp', ...ofHome()])
  return [...all].filter((base) => base.length <= maxBaseLength)
}

function ofHome(): readonly string[] {
  try {
    return [join(homedir(), '.cache')]
  } catch {
    return [] // a user that the system has no entry for
  }
}

function folderIn(base: string, name: string): string {
  const usual = join(base, name)
  return isMade(usual) ? usual : anotherFolderIn(base, name)
}

/** Whether the folder is there and private; one of ours that is open is closed. */
function isMade(directory: string): boolean {
  mkdirSafely(directory)
  const stats = lstatSync(directory)
  if (stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) !== 0) chmodSync(directory, 0o700)
  return whyNotPrivate(directory) === undefined
}

function mkdirSafely(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 })
  } catch (error) {
    // Whatever is there is looked at: a link, a file, somebody else's folder.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Processes of ours that make one at the same time all take the oldest, once no older one can appear any more. */
function anotherFolderIn(base: string, name: string): string {
  const found = oldestOwn(base, name) ?? madeIn(base, name)
  if (systemClock.nowMs() - found.madeAtMs > settledMs) return found.path
  Atomics.wait(pause, 0, 0, settledMs)
  return (oldestOwn(base, name) ?? found).path
}

function madeIn(base: string, name: string): OwnFolder {
  const path = mkdtempSync(join(base, `${name}-`))
  return { path, madeAtMs: systemClock.nowMs() }
}

/** Nobody else can make a folder that is ours, so its name may be known to everybody. */
function oldestOwn(base: string, name: string): OwnFolder | undefined {
  const pattern = new RegExp(`^${name}-\\w{6}$`)
  const [oldest] = readdirSync(base)
    .filter((entry) => pattern.test(entry))
    .toSorted()
    .flatMap((entry) => ownFolder(join(base, entry)))
    .toSorted((a, b) => a.madeAtMs - b.madeAtMs)
  return oldest
}

function ownFolder(path: string): readonly OwnFolder[] {
  try {
    return whyNotPrivate(path) === undefined ? [{ path, madeAtMs: lstatSync(path).birthtimeMs }] : []
  } catch {
    return [] // removed at this moment
  }
}
