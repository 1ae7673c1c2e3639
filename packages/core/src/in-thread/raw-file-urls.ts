import { existsSync } from 'node:fs'
import type { ResolveHookSync } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * A hook for resolving modules, below that of `@oxc-node/core`: where a path has `%`, `#` or `?`, version 0.1.7 hands on a
 * `file:` URL in which they are not encoded. It is put in place for such paths only.
 */
export const resolve: ResolveHookSync = (specifier, context, nextResolve) => {
  const path = specifier.startsWith('file:///') ? specifier.slice('file://'.length) : ''
  const isRaw = /[%#?]/.test(path) && existsSync(path)
  return nextResolve(isRaw ? pathToFileURL(path).href : specifier, context)
}
