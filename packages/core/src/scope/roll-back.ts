import type { Member } from './member.ts'
import type { Instance } from './instances.ts'

/**
 * What a failed start leaves that nobody wants: everything that is not needed, directly or not, by a request that is
 * pending or has succeeded, nor by a service that was started by hand.
 */
export function unneeded(
  members: Iterable<Member>,
  instances: Iterable<Instance>,
  pending: Iterable<Instance>,
): { readonly lifecycles: readonly Member[]; readonly instances: readonly Instance[] } {
  const ofScope = [...instances]
  const fromCatalog = new Set(ofScope.map(({ member }) => member).filter((member) => member !== undefined))
  const wantedNames = new Set<string>()
  const wanted = new Set<Member>()
  const want = (instance: Instance) => {
    wantedNames.add(instance.entry.name)
    for (const name of instance.entry.needs) wantedNames.add(name)
    if (instance.member !== undefined) wanted.add(instance.member)
  }
  for (const instance of pending) want(instance)
  for (const instance of ofScope) if (instance.held) want(instance)
  // A request that is still waiting has no lifecycle yet: its needs are known by name.
  for (let grown = true; grown;) {
    grown = false
    for (const instance of ofScope) {
      if (!wantedNames.has(instance.entry.name)) continue
      const before = wantedNames.size
      want(instance)
      if (wantedNames.size > before) grown = true
    }
  }
  const all = [...members]
  for (const member of all) if (!fromCatalog.has(member) && member.dependants.size === 0) wanted.add(member)
  for (const lifecycle of wanted) for (const need of lifecycle.needs.keys()) wanted.add(need)
  return {
    lifecycles: all.filter((member) => isStarted(member) && !wanted.has(member)),
    // A failed start is kept, with its cause; only what is still on its way, or is stopped here, is made anew.
    instances: ofScope.filter(
      (instance) =>
        !instance.failed &&
        !wantedNames.has(instance.entry.name) &&
        (instance.member === undefined || (isStarted(instance.member) && !wanted.has(instance.member))),
    ),
  }
}

/** Whether it is live, or about to start once what it needs is up. */
function isStarted(lifecycle: Member): boolean {
  return lifecycle.isLive || lifecycle.state === 'new'
}
