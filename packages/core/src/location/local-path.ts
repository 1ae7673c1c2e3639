import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/**
 * The path of a file that a stack names by path or by `file:` URL. Never throws.
 *
 * Jest's source maps put paths behind `file://` without encoding them: there `%` and `#` are characters of the path. Which of
 * the two is meant is then decided by which of the files exists.
 */
export function localPath(file: string): string {
  if (!file.startsWith('file:')) return file
  const asUrl = decoded(file)
  const asWritten = file.replace(/^file:\/\/(?:localhost)?(?=\/)/, '')
  const isAmbiguous = process.platform !== 'win32' && /[%#?]/.test(file)
  if (asUrl === undefined || (isAmbiguous && !existsSync(asUrl) && existsSync(asWritten))) return asWritten
  return asUrl
}

function decoded(file: string): string | undefined {
  try {
    return fileURLToPath(file)
  } catch {
    return undefined // an encoded slash, or a percent sign that encodes nothing: no URL
  }
}
