import { readdirSync, readlinkSync } from 'node:fs'

/** The first of these processes that has one of the sockets open. */
export function findSocketOwner(inodes: readonly string[], pids: Iterable<number>): number | undefined {
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`))
  for (const pid of pids) {
    if (hasOpen(pid, links)) return pid
  }
  return undefined
}

/** The sockets that these processes have open, as the links of `/proc` name them: `socket:[4711]`. */
export function openSockets(pids: Iterable<number>): ReadonlySet<string> {
  const open = new Set<string>()
  for (const pid of pids) for (const link of linksOf(pid)) if (link.startsWith('socket:')) open.add(link)
  return open
}

function hasOpen(pid: number, links: ReadonlySet<string>): boolean {
  for (const link of linksOf(pid)) if (links.has(link)) return true
  return false
}

function* linksOf(pid: number): Generator<string> {
  const directory = `/proc/${pid}/fd`
  let names: readonly string[]
  try {
    names = readdirSync(directory)
  } catch {
    return // gone, or another user's
  }
  for (const name of names) {
    try {
      yield readlinkSync(`${directory}/${name}`)
    } catch {
      // closed meanwhile
    }
  }
}
