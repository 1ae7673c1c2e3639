import { readdirSync, readlinkSync } from 'node:fs'

/** The first of these processes that has one of the sockets open. */
export function findSocketOwner(inodes: readonly string[], pids: Iterable<number>): number | undefined {
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`))
  for (const pid of pids) {
    if (hasOpen(pid, links)) return pid
  }
  return undefined
}

function hasOpen(pid: number, links: ReadonlySet<string>): boolean {
  const directory = `/proc/${pid}/fd`
  let names: readonly string[]
  try {
    names = readdirSync(directory)
  } catch {
    return false // gone, or another user's
  }
  return names.some((name) => {
    try {
      return links.has(readlinkSync(`${directory}/${name}`))
    } catch {
      return false // closed meanwhile
    }
  })
}
