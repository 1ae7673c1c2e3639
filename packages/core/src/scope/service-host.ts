import type { LifecycleHost } from '../lifecycle/host.ts'
import { placeOf } from '../node/place.ts'
import { waitTillUp } from '../node/wait-till-up.ts'
import type { Scope } from './scope.ts'

/** What the lifecycles of a scope are given. */
export function serviceHost(scope: Scope): LifecycleHost {
  const { engine } = scope
  return {
    scopeId: scope.id,
    scopeKind: scope.kind,
    scope,
    clock: engine.clock,
    limits: scope.limits,
    kit: engine.kit,
    prepare: async (lifecycle) => {
      if (lifecycle.protocol.traits.isHosted) await engine.processHost()
    },
    ask: (question, options) => engine.ask(question, options),
    openLog: (lifecycle) => engine.openLog(lifecycle, scope),
    placeOf,
    waitForNode: waitTillUp,
    runAs: (lifecycle, body) => engine.runIn({ scope, lifecycle }, body),
    adopt: (service, protocol) => scope.adopt(service, protocol),
    mayStart: () => {
      scope.mayStart()
    },
    isClosing: () => scope.isClosing,
    transitioned: (transition) => {
      scope.transitioned(transition)
    },
    connected: (lifecycle, dependency) => {
      engine.connected(lifecycle, dependency)
    },
    crashed: (lifecycle, error) => {
      scope.crashed(lifecycle, error)
    },
  }
}
