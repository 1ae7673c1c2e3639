import { constants, lstatSync } from 'node:fs'
import { devNull } from 'node:os'
import path from 'node:path'

const sticky = 0o1000
const root = 0

/** For files of output: a link in their place is refused. Windows has no such flag. */
export const withoutLinks: number = constants.O_NOFOLLOW ?? 0

/** Whether it is the path that core names where it found no place at all, and has said so: nothing is written then. */
export function isNowhere(directory: string): boolean {
  return path.dirname(directory) === devNull
}

/**
 * Says why another user may have made a folder: what we append to in there could be a link to a file of ours.
 *
 * A filesystem that gives every file one owner gives it to the folder above as well.
 */
export function whyNotOwn(directory: string): string | undefined {
  const uid = process.getuid?.()
  if (uid === undefined) return undefined
  const stats = lstatSync(directory)
  if (!stats.isDirectory()) return `${directory} is a link, or no folder`
  const above = lstatSync(path.dirname(directory))
  const owners = [uid, root, ...((above.mode & sticky) === 0 ? [above.uid] : [])]
  return owners.includes(stats.uid) ? undefined : `${directory} belongs to another user (uid ${stats.uid})`
}
