import process from 'node:process'

/** The last one that was there: a test may change into a folder and remove it, and `process.cwd()` throws from then on. */
let lastKnown = read() ?? '/'

/** The working directory of this process; the last one that existed, where the present one was removed. Never throws. */
export function workingDirectory(): string {
  lastKnown = read() ?? lastKnown
  return lastKnown
}

function read(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined // ENOENT: it was removed
  }
}
