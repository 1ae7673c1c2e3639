import type { CatalogEntry } from '../catalog/entry.ts'
import type { Service } from '../service/service.ts'
import { localProvider } from './local/local-provider.ts'
import { clusterOf, nodeOf, type NodeProvider } from './provider.ts'

/** The entries `node` and `cluster` that every catalog has; they are started only when used. */
export function builtInEntries(provider: () => NodeProvider | undefined): ReadonlyMap<string, CatalogEntry> {
  const current = () => provider() ?? localProvider()
  return new Map([
    ['node', entry('node', () => nodeOf(current()))],
    ['cluster', entry('cluster', () => clusterOf(current()))],
  ])
}

function entry(name: string, create: () => Service): CatalogEntry {
  return { name, scope: 'test', needs: [], needKinds: {}, declaredAt: undefined, create, on: () => undefined }
}
