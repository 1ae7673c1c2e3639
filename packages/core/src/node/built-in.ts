import type { CatalogEntry } from '../catalog/entry.js'
import type { Service } from '../service/service.js'
import { localProvider } from './local-provider.js'
import type { NodeProvider } from './provider.js'

/** The entries `node` and `cluster` that every catalog has; they are started only when used. */
export function builtInEntries(provider: () => NodeProvider | undefined): ReadonlyMap<string, CatalogEntry> {
  const current = () => provider() ?? localProvider()
  return new Map([
    ['node', entry('node', () => current().node())],
    ['cluster', entry('cluster', () => current().cluster())],
  ])
}

function entry(name: string, create: () => Service): CatalogEntry {
  return { name, scope: 'test', needs: [], needKinds: {}, declaredAt: undefined, create, on: () => undefined }
}
