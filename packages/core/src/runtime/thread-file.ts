import { statSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import type { DeclaredAt } from '../location/declared-at.ts'
import { localPath } from '../location/local-path.ts'
import { ThreadModuleNotFoundError } from '../errors/thread-errors.ts'
import { workingDirectory } from '../location/working-directory.ts'

/** TypeScript that a JavaScript extension may stand for, as TypeScript itself has it. */
const sourceOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

const extensions = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs']

/**
 * The file of a thread module: a URL or an absolute path as it is, any other path relative to the file that declares the
 * service. An extension may be left out, and `.js` may stand for `.ts`.
 *
 * @throws {ThreadModuleNotFoundError} naming the paths that were looked for and where the service is declared
 */
export function threadFile(module: string | URL, declaredAt: DeclaredAt | undefined, service: string): string {
  const named = typeof module === 'string' ? module : module.href
  const base = declaredAt === undefined ? workingDirectory() : dirname(localPath(declaredAt.file))
  const path = resolve(base, localPath(named))
  const candidates = candidatesOf(path)
  const found = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true)
  if (found === undefined) throw new ThreadModuleNotFoundError(service, named, candidates, declaredAt)
  return found
}

function candidatesOf(path: string): readonly string[] {
  const extension = extname(path)
  const stem = path.slice(0, path.length - extension.length)
  if (sourceOf[extension] !== undefined) return [path, ...sourceOf[extension].map((other) => stem + other)]
  if (extensions.includes(extension)) return [path]
  return [path, ...extensions.map((other) => path + other)]
}
