import { lstatSync, readFileSync, realpathSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'

/** The bits of a mode that let others than the owner make and rename what is in a folder. */
export const writableByOthers = 0o022
/** In a folder with this bit only the owner of a thing may rename it. */
export const sticky = 0o1000
/** The user id of root. */
export const root = 0

/**
 * Says why a folder is not one that only this user can use: it is a link, another user's, or open to others. `undefined`
 * when it is private.
 *
 * Holds for the folder itself; where it lies decides whether somebody can put another one in its place: {@link whyUnsafe}.
 * Always `undefined` on Windows, where there are no such owners and modes.
 */
export function whyNotPrivate(directory: string): string | undefined {
  const uid = process.getuid?.()
  if (uid === undefined) return undefined
  const stats = lstatSync(directory)
  if (!stats.isDirectory()) return `${directory} is ${stats.isSymbolicLink() ? 'a link' : 'not a folder'}`
  if (stats.uid !== uid) return `${directory} belongs to another user (uid ${stats.uid})`
  if ((stats.mode & 0o077) !== 0) return `${directory} is open to other users (mode ${modeOf(stats)})`
  return undefined
}

/**
 * Says why another user could put something of theirs in the place of what this user makes in a folder: the folder, or one
 * above it, belongs to them, or is writable for them and not sticky. `undefined` when nobody can.
 *
 * @param writable - The bits of a mode that make a folder writable for others. @default those of group and others
 * @throws the system's error when the folder does not exist
 */
export function whyUnsafe(directory: string, writable: number = writableByOthers): string | undefined {
  const uid = process.getuid?.()
  if (uid === undefined) return undefined
  for (let folder = realpathSync(directory); ; folder = dirname(folder)) {
    const stats = lstatSync(folder)
    if (stats.uid !== uid && !isRoot(stats.uid)) return `${folder} belongs to another user (uid ${stats.uid})`
    if ((stats.mode & writable) !== 0 && (stats.mode & sticky) === 0) {
      return `other users may rename what is in ${folder} (mode ${modeOf(stats)}, not sticky)`
    }
    if (folder === dirname(folder)) return undefined
  }
}

/** In a user namespace (a container without root) the real root is shown as the user that stands for all who are not in it. */
function isRoot(uid: number): boolean {
  return uid === root || (uid === readNumber('/proc/sys/kernel/overflowuid') && isInUserNamespace())
}

function isInUserNamespace(): boolean {
  const map = readOr('/proc/self/uid_map', '')
  return map !== '' && !/^\s*0\s+0\s+4294967295\s*$/.test(map)
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0')
}

function readNumber(file: string): number {
  return Number.parseInt(readOr(file, ''), 10)
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return otherwise // another system than Linux
  }
}
