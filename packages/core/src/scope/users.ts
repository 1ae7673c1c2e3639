import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import type { Scope } from './scope.ts'
import { withLiveDependants } from './stop-order.ts'

/** The scopes that use a service, or one that needs it. */
export function usersOf(lifecycle: Lifecycle): Set<Scope> {
  const scopes = new Set<Scope>()
  for (const one of withLiveDependants([lifecycle])) {
    for (const user of one.users) scopes.add(user as Scope)
    scopes.add(one.host.scope as Scope)
  }
  return scopes
}
