import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { KnownJournalEntry, JournalEntryOf } from '@curfew/protocol/journal'
import { defaultLimits, type ProcessSpawnOrder } from '@curfew/protocol'
import { addLateNeeds, type LateNeeds, lateNeedsIn } from '../journal/late-needs.ts'
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

// The event is the first field of every entry that we write. Most entries tell nothing about who may live.
const relevant = /^\{"event":"(?:service-needs|spawn-intent|spawned|spawn-failed|gone|kept)"/

const sweepJournal = 'sweep.ndjson'

/** The services of a run that its journals do not say are gone. */
export async function readLeftServices(run: string, directory: string): Promise<readonly LeftService[]> {
  const folder = path.join(directory, 'journal')
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch {
    return [] // the folder was removed; what the mark finds is all there is
  }
  const services = new Map<string, Draft>()
  const lateNeeds: LateNeeds[] = []
  // What an earlier sweep noted is about services of the other files.
  for (const name of names.toSorted((a, b) => Number(a === sweepJournal) - Number(b === sweepJournal))) {
    for (const line of (await readFile(path.join(folder, name), 'utf8')).split('\n')) {
      const entry = relevant.test(line) ? parse(line) : undefined
      if (entry === undefined) continue
      const late = lateNeedsIn(entry)
      if (late === undefined) take(services, entry)
      else lateNeeds.push(late)
    }
  }
  return [...services.values()]
    .filter(({ over, intent }) => !over && intent.driver === undefined)
    .map(({ intent: { id, service, needs, stop, host, ports, uid }, main, wasKept }) => {
      const all = new Set(needs)
      for (const late of lateNeeds) addLateNeeds(id, all, late)
      return { run, id, service, needs: all, stop, host, ports, uid, main, wasKept }
    })
}

interface Draft {
  readonly intent: JournalEntryOf<'spawn-intent'>
  main: ProcessIdentity | undefined
  wasKept: boolean
  over: boolean
}

function take(services: Map<string, Draft>, entry: KnownJournalEntry): void {
  if (entry.event === 'spawn-intent') {
    services.set(entry.id, { intent: entry, main: undefined, wasKept: false, over: false })
    return
  }
  const draft = 'id' in entry && entry.id !== undefined ? services.get(entry.id) : undefined
  if (draft === undefined) return
  if (entry.event === 'spawned') draft.main = { pid: entry.pid, startTime: entry.startTime }
  else if (entry.event === 'kept') draft.wasKept = true
  else if (entry.event === 'spawn-failed') draft.over = true
  else if (entry.event === 'gone') draft.over = entry.gone
}

function parse(line: string): KnownJournalEntry | undefined {
  try {
    return JSON.parse(line) as KnownJournalEntry
  } catch {
    return undefined // torn
  }
}
