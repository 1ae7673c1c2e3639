import { describeDeclaredAt } from '../location/declared-at.ts'
import { within } from '../lifecycle/deadline.ts'
import type { Member } from './member.ts'
import { messageOf } from '../errors/message-of.ts'
import type { Scope } from './scope.ts'

/** A service that was left up when its scope closed, and what a person needs to look at it and to end it. */
export interface KeptService {
  readonly name: string
  readonly pid: number
  readonly host: string
  /** Where it listens, by name; empty where it does not. */
  readonly ports: Readonly<Record<string, number>>
  /** The folder of its output and records. */
  readonly logDirectory: string
  /** `file:line:column` */
  readonly declaredAt: string | undefined
  /** A command that ends it, e.g. `kill -- -4711`. */
  readonly stopCommand: string
}

/** Whether it can outlive this process: only what runs in a process of its own can, once it runs. */
function canBeKept(lifecycle: Member): boolean {
  return lifecycle.state === 'running' && lifecycle.protocol.traits.isHosted && lifecycle.runtime?.pid !== undefined
}

/**
 * Leaves processes up: from then on nothing of this run stops them. One call for all of them; what cannot be kept (it ended
 * just now, or the supervisor is gone) is stopped like everything else.
 */
export async function keepUp(scope: Scope, wanted: Iterable<Member>): Promise<readonly KeptService[]> {
  const candidates = new Map([...wanted].filter(canBeKept).map((lifecycle) => [lifecycle.id, lifecycle]))
  const { clock } = scope.engine
  if (candidates.size === 0) return []
  try {
    const processHost = await scope.engine.connection.present()
    const asked = processHost?.keep([...candidates.keys()]) ?? Promise.resolve([])
    const kept = await within(clock, scope.limits.cleanupTimeoutMs, asked, [])
    return kept.flatMap(({ id, pid, group }) => {
      const lifecycle = candidates.get(id)
      if (lifecycle?.keep() !== true) return []
      return [keptService(lifecycle, pid, `kill -- -${group}`)]
    })
  } catch (error) {
    scope.warn(
      `The services of ${scope.kind} "${scope.name}" could not be kept, so they were stopped: ${messageOf(error)}`,
    )
    return []
  }
}

function keptService(lifecycle: Member, pid: number, stopCommand: string): KeptService {
  const { host = '', ports = {} } = lifecycle.runtime?.target ?? {}
  const { declaredAt } = lifecycle.protocol
  return {
    name: lifecycle.name,
    pid,
    host,
    ports,
    logDirectory: lifecycle.log?.directory() ?? '',
    declaredAt: declaredAt && describeDeclaredAt(declaredAt),
    stopCommand,
  }
}
