import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What the files below a folder take of the disk, in bytes. One look after the other; what disappears meanwhile takes nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const { blocks } = await lstat(join(entry.parentPath, entry.name)).catch(() => ({ blocks: 0 }))
      bytes += blocks * 512
    }
  } catch {
    // Somebody removes it right now.
  }
  return bytes
}
