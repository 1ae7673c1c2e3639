import { lstatSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { root, sticky, writableByOthers } from './private-folder.ts'

/**
 * Says why another user may have made a run's folder, or may put another one in its place; `undefined` when nobody can.
 *
 * The folder, and the two above it (`.curfew/runs`), have to be this user's, the root user's, or of whoever owns the project:
 * they write the code that runs here. Where everybody may make something beside the project's files (a project in `/tmp`),
 * only what is this user's counts. What is not there yet is nobody's. Filesystems that give every file one owner pass, because the project has that owner too.
 */
export function whyForeign(runDirectory: string): string | undefined {
  const uid = process.getuid?.()
  if (uid === undefined) return undefined
  const runs = dirname(runDirectory)
  const home = dirname(runs)
  const project = statSync(dirname(home), { throwIfNoEntry: false })
  if (project === undefined) return undefined
  const isShared = (project.mode & sticky) !== 0
  const trusted = new Set(isShared ? [uid] : [uid, root, project.uid])
  for (const folder of [home, runs, runDirectory]) {
    // A link counts by who made it, and by where it leads.
    const entry = lstatSync(folder, { throwIfNoEntry: false })
    if (entry === undefined) return undefined
    for (const stats of [entry, statSync(folder)]) {
      if (!trusted.has(stats.uid)) return `${folder} belongs to another user (uid ${stats.uid})`
      if (isShared && !stats.isSymbolicLink() && (stats.mode & writableByOthers) !== 0) {
        return `${folder} is writable for other users`
      }
    }
  }
  return lstatSync(runDirectory).isDirectory() ? undefined : `${runDirectory} is no folder`
}
