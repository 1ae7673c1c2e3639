import { lstatSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type HostDriverOrder,
  type HostedProcess,
  type HostedSurroundings,
  delay,
  monotonicMs,
  whyUnsafe,
} from '@curfew/protocol'
import { Hosts } from '../hosts/hosts.ts'
import { type ProcessHistory, readHistories, type ResourceHistory } from '../journal/history.ts'
import { addLateNeeds } from '@curfew/protocol/journal'
import { unlimitedStopMs } from '../run/supervised-process.ts'
import type { SweptService } from './finish-left.ts'
import type { LeftThing } from './left-thing.ts'
import { writableByAll } from './run-state.ts'

/** Whose things on other hosts are looked for. */
export interface ElsewhereFacts {
  readonly run: string
  readonly directory: string
  readonly complain: (message: string) => void
}

/** What a run left on other hosts, and what it left that is no process. */
export interface LeftElsewhere {
  readonly things: readonly LeftThing[]
  /** Ids of those that are no processes. */
  readonly resources: ReadonlySet<string>
  /** Has the drivers close their connections. */
  readonly close: () => Promise<void>
}

const nothing: HostedSurroundings = {
  asked() {},
  killed() {},
  write() {
    // Whoever would read it is dead.
  },
}

/** Reads what the journals of a run do not say is gone, on hosts whose drivers they name. */
export function readLeftElsewhere({ run, directory, complain }: ElsewhereFacts): LeftElsewhere {
  const hosts = new Hosts({ run, complain })
  const histories = readHistories(directory)
  const lateNeeds = histories.flatMap((history) => history.lateNeeds)
  const things = histories.flatMap(({ processes, resources }) => [
    ...processes.filter(isLeft).map((past) => leftProcess(past, past.order.driver)),
    ...resources.map((past) => leftResource(past)),
  ])

  function leftThing(
    { id, service, needs }: { readonly id: string; readonly service: string; readonly needs: readonly string[] },
    wasKept: boolean,
    end: () => Promise<SweptService['outcome'] | undefined>,
  ): LeftThing {
    const all = new Set(needs)
    for (const late of lateNeeds) addLateNeeds(id, all, late)
    return {
      id,
      needs: all,
      wasKept,
      async finish() {
        const startedMs = monotonicMs()
        const about = { run, id, service, wasKept, processes: [], survivors: [] }
        const durationMs = (): number => Math.round(monotonicMs() - startedMs)
        try {
          const outcome = await end()
          return outcome === undefined ? undefined : { ...about, outcome, durationMs: durationMs() }
        } catch (error) {
          const { message } = error as Error
          return { ...about, outcome: 'left-alive', durationMs: durationMs(), error: message }
        }
      },
    }
  }

  function leftProcess(past: ProcessHistory, driver: HostDriverOrder | undefined): LeftThing {
    return leftThing(past.order, past.kept, async () => {
      if (driver === undefined) return undefined
      assertTrusted(directory, driver)
      const hosted = await (await hosts.driver(driver)).adopt?.(past, nothing)
      return hosted === undefined ? undefined : endHosted(hosted, past.order.stop)
    })
  }

  function leftResource({ order, made }: ResourceHistory): LeftThing {
    return leftThing(order, false, async () => {
      assertTrusted(directory, order.driver)
      const driver = await hosts.driver(order.driver)
      if (driver.release === undefined) throw new Error(`the host driver ${order.driver.module} releases nothing`)
      const late = delay(order.releaseTimeoutMs, { unref: true }).then(() => 'late' as const)
      const released = await Promise.race([driver.release({ order, value: made?.value }), late])
      if (released === 'late') throw new Error(`it was not released within ${order.releaseTimeoutMs} ms`)
      return 'stopped'
    })
  }

  const resources = new Set(histories.flatMap((history) => history.resources).map(({ order }) => order.id))
  return { things, resources, close: () => hosts.close() }
}

function isLeft({ end, spawnFailed, order }: ProcessHistory): boolean {
  return order.driver !== undefined && end === undefined && !spawnFailed
}

async function endHosted(
  hosted: HostedProcess,
  stop: ProcessHistory['order']['stop'],
): Promise<SweptService['outcome']> {
  const exited = hosted.exited.then(() => true)
  const limit = delay(stop.stopTimeoutMs ?? unlimitedStopMs, { unref: true }).then(() => false)
  if (stop.stopTimeoutMs !== 0) hosted.ask(stop.signal)
  const obeyed = stop.stopTimeoutMs !== 0 && (await Promise.race([exited, limit]))
  const { gone } = await hosted.kill(stop.killTimeoutMs)
  return !gone ? 'left-alive' : obeyed ? 'stopped' : 'killed'
}

/**
 * A journal that somebody else could have written must not name code that runs here, and nor must one of ours name code that
 * somebody else could have put there since.
 */
function assertTrusted(directory: string, { module }: HostDriverOrder): void {
  const uid = process.getuid?.()
  if (uid === undefined) return
  const folder = path.dirname(module.startsWith('file:') ? fileURLToPath(module) : module)
  const why =
    lstatSync(directory).uid === uid
      ? (whyUnsafe(directory, writableByAll) ?? whyUnsafe(folder, writableByAll))
      : `${directory} belongs to another user`
  if (why !== undefined) throw new Error(`its host driver was not loaded from ${module}: ${why}`)
}
