import { addLateNeeds, isLeft, readRun } from '@curfew/protocol/journal'
import { defaultLimits, type ProcessSpawnOrder } from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'

/** A service that may have outlived its run, with all that is needed to end it as its scope would have. */
export interface LeftService extends Pick<ProcessSpawnOrder, 'id' | 'service' | 'stop' | 'host' | 'ports' | 'uid'> {
  readonly needs: ReadonlySet<string>
  readonly run: string
  /** Its main process; `undefined` where it was never written down: then only its mark finds it. */
  readonly main: ProcessIdentity | undefined
  readonly wasKept: boolean
}

/** For a process of which there is a mark and nothing else. */
export function unrecorded(run: string, id: string): LeftService {
  const { stopTimeoutMs, killTimeoutMs } = defaultLimits
  const stop = { signal: 'SIGTERM', stopTimeoutMs, killTimeoutMs } as const
  return { run, id, service: id, needs: new Set(), stop, host: '', ports: {}, main: undefined, wasKept: false }
}

/** What says who may live: most entries of a journal say nothing of it. */
const events = ['service-needs', 'spawn-intent', 'spawned', 'spawn-failed', 'gone', 'kept'] as const

/** The services of a run that its journals do not say are gone. */
export async function readLeftServices(run: string, directory: string): Promise<readonly LeftService[]> {
  const { processes, lateNeeds } = await readRun(directory, { only: events })
  return [...processes.values()]
    .filter((process) => isLeft(process) && process.order.driver === undefined)
    .map(({ order: { id, service, needs, stop, host, ports, uid }, spawned, kept: wasKept }) => {
      const all = new Set(needs)
      for (const late of lateNeeds) addLateNeeds(id, all, late)
      const main = spawned && { pid: spawned.pid, startTime: spawned.startTime }
      return { run, id, service, needs: all, stop, host, ports, uid, main, wasKept }
    })
}
