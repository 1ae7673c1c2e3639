import type { ProcessExit } from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'
import type { HolderIdentity } from '../system/thread-identity.ts'
import type { Owner, OwnerState } from './owner.ts'

/** What an observer sees of a run, at one moment. */
export interface ObservedRun {
  readonly run: string
  readonly runDirectory: string
  readonly supervisorPid: number
  /** The process whose end ends the run. */
  readonly root: ProcessIdentity
  /** Whether everything is being ended, so that nothing new is spawned. */
  readonly isEnding: boolean
  /** One of the name `run` has what is shared. */
  readonly owners: readonly ObservedOwner[]
  readonly shared: readonly ObservedLease[]
}

/** What the run has once for all owners. */
export interface ObservedLease {
  readonly key: string
  readonly state: 'making' | 'made' | 'failed' | 'ending'
  /** Names of the owners that use it. */
  readonly holders: readonly string[]
}

/** An owner, and all that it has. */
export interface ObservedOwner {
  readonly name: string
  readonly state: OwnerState
  readonly holder: HolderIdentity
  readonly processes: readonly ObservedProcess[]
  readonly resources: readonly ObservedResource[]
}

/** A process of an owner, dead or alive; where its output is. */
export interface ObservedProcess {
  readonly id: string
  readonly service: string
  readonly scopeId: string
  /** Ids of all that it needs, those that were found late among them. */
  readonly needs: readonly string[]
  readonly pid: number
  readonly startedAtMs: number
  readonly host: string
  readonly ports: Readonly<Record<string, number>>
  /** Module of the driver of its host; absent on this machine. */
  readonly driver?: string | undefined
  readonly logDirectory: string
  readonly state: 'running' | 'exited' | 'gone' | 'kept'
  readonly exit?: ProcessExit | undefined
}

/** Something of an owner that is no process. */
export interface ObservedResource {
  readonly id: string
  readonly service: string
  readonly scopeId: string
  readonly needs: readonly string[]
  readonly driver: string
  readonly isReleased: boolean
}

/** What an observer sees of an owner. */
export function observedOwner({ name, state, holder, processes, resources }: Owner): ObservedOwner {
  return {
    name,
    state,
    holder,
    processes: [...processes.values()].map((child): ObservedProcess => {
      const { id, service, scopeId, host, ports, driver, log } = child.order
      const { pid, startedAtMs, exit } = child
      return {
        id,
        service,
        scopeId,
        needs: [...child.needs],
        pid,
        startedAtMs,
        host,
        ports,
        driver: driver?.module,
        logDirectory: log.directory,
        state: child.isGone ? 'gone' : child.isKept ? 'kept' : exit === undefined ? 'running' : 'exited',
        exit,
      }
    }),
    resources: [...resources.values()].map((resource): ObservedResource => {
      const { id, service, scopeId, driver } = resource.order
      const needs = [...resource.needs]
      return { id, service, scopeId, needs, driver: driver.module, isReleased: !resource.isLeft }
    }),
  }
}
