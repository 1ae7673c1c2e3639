import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BadOptionError } from '../errors/scope-errors.ts'

/** The absolute path of the option `cwd` of a process: a relative one is below `root`, and none is `root` itself. @throws {BadOptionError} */
export function processDirectory(cwd: unknown, root: string, service: string): string {
  if (cwd === undefined) return root
  const path = isUrl(cwd) || (typeof cwd === 'string' && cwd.startsWith('file:')) ? pathOfUrl(cwd, service) : cwd
  if (typeof path !== 'string' || path === '') throw bad(service, 'has to be a path or a file: URL', cwd)
  if (/^~(?:\/|$)/.test(path)) {
    throw bad(service, 'has a "~", which only a shell replaces: write path.join(os.homedir(), …)', cwd)
  }
  return resolve(root, path)
}

function pathOfUrl(url: URL | string, service: string): string {
  try {
    return fileURLToPath(String(url))
  } catch (error) {
    throw bad(service, `has to be a path or a file: URL (${(error as Error).message})`, url)
  }
}

/** Of any realm: under Jest a test file has another `URL`. */
function isUrl(value: unknown): value is URL {
  return typeof value === 'object' && value !== null && typeof (value as { href?: unknown }).href === 'string'
}

function bad(service: string, expected: string, found: unknown): BadOptionError {
  const shown = typeof found === 'string' ? JSON.stringify(found) : String(found)
  return new BadOptionError(`Service "${service}": cwd ${expected}; it is ${shown}.`)
}
