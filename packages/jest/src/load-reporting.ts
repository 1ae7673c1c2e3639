import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as Reporting from './reporting.ts'

let loaded: typeof Reporting | undefined

/** What needs the core: the main process of a run that has no service, and nothing to say, goes without. */
export function loadReporting(): typeof Reporting {
  if (loaded !== undefined) return loaded
  const file = fileURLToPath(new URL('reporting.cjs', import.meta.url))
  loaded = createRequire(file)(file) as typeof Reporting
  return loaded
}
