import { scopeKinds, type AnyScopeKind } from '../catalog/entry.ts'

/** Whether the first scope lives longer than the second. */
export function isWider(one: AnyScopeKind, other: AnyScopeKind): boolean {
  return scopeKinds.indexOf(one) > scopeKinds.indexOf(other)
}
