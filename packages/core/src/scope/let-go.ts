import type { Scope } from './scope.ts'

/** Takes a scope that is over from the wider services that it used: they live on, and would keep all that ever needed them. */
export function letGo(scope: Scope): void {
  for (let wider = scope.parent; wider !== undefined; wider = wider.parent) {
    for (const member of wider.members) member.users.delete(scope)
  }
  for (const member of scope.members) {
    for (const need of member.needs.keys()) if (need.scope !== scope) need.dependants.delete(member)
  }
}
