import path from 'node:path'
import { discard, keep, lastOutput } from '../cell-folder.ts'
import { type Finished, isRed } from './finished.ts'

const shownLines = 12

/** What is printed when a cell is over: one line, or everything that helps when it is red. Its folder is kept then. */
export function progressOf(finished: Finished, redDir: string): string {
  const { cell, result } = finished
  const { column, problems, exit, termMs, goneMs, durationMs, survivors, dir } = result
  const facts = [
    `exit ${exit ?? 'none'}`,
    column === 'plain' ? `${survivors.length} left` : undefined,
    termMs === undefined ? undefined : `SIGTERM ${termMs} ms`,
    goneMs === undefined ? undefined : `gone ${goneMs} ms`,
    `took ${(durationMs / 1000).toFixed(1)} s`,
  ]
  const line = `${cell.id} [${column}] ${facts.filter(Boolean).join(', ')}`
  if (!isRed(finished)) {
    discard(dir)
    return `✓ ${line}`
  }
  const output = lastOutput(dir, shownLines)
  const kept = path.join(redDir, `${cell.id.replaceAll('/', '-')}-${column}`)
  keep(dir, kept)
  const details = [...problems, `its folder: ${kept}`, ...output.split('\n').map((text) => `| ${text}`)]
  return `✗ ${line}\n${details.map((text) => `    ${text}`).join('\n')}`
}
