import { scopeKinds, type ScopeKind } from '../catalog/entry.ts'

/** Whether the first scope lives longer than the second. */
export function isWider(one: ScopeKind, other: ScopeKind): boolean {
  return scopeKinds.indexOf(one) > scopeKinds.indexOf(other)
}
