import { globSync, statSync } from 'node:fs'
import path from 'node:path'
import { packagesIn } from '../workspace.mjs'

/** Tests use the built `dist` of other packages, so one that is older than its sources makes them lie. */
export default function warnStaleBuilds(): void {
  const stale = packagesIn('packages').filter(({ dir }) => newestMs(dir, 'src') > newestMs(dir, 'dist'))
  if (stale.length === 0) return
  const names = stale.map(({ name }) => name).join(', ')
  console.warn(`dist is older than src in: ${names}. Tests of other packages use dist; run ./dev pnpm build`)
}

function newestMs(dir: string, folder: string): number {
  const files = globSync(path.join(dir, folder, '**/*.{ts,js,cjs,cts}'))
  return Math.max(0, ...files.map((file) => statSync(file).mtimeMs))
}
