import { type KnownJournalEntry, readJournal } from '@curfew/protocol/journal'

/** What the journals of a run say about its stops. */
export interface StopRecord {
  /** Dependants that lived when what they need was told to end, one sentence each. */
  readonly violations: readonly string[]
  /** When graceful signals were sent, in milliseconds since the epoch. */
  readonly terminatedAtMs: readonly number[]
}

export const noStops: StopRecord = { violations: [], terminatedAtMs: [] }

/** Reads the journals, each in the order in which it was written, and checks every stop in them. */
export async function readStops(journals: readonly string[]): Promise<StopRecord> {
  const records = await Promise.all(
    journals.map(async (file) => {
      const { entries, faults } = await readJournal(file)
      const broken = faults
        .filter(({ reason }) => !reason.includes('torn'))
        .map(({ line, reason }) => `${file}:${line}: ${reason}`)
      return { entries, broken }
    }),
  )
  return {
    violations: records.flatMap(({ entries, broken }) => [...violationsIn(entries), ...broken]),
    terminatedAtMs: records.flatMap(({ entries }) =>
      entries.filter(({ event }) => event === 'terminate').map(({ timeMs }) => timeMs),
    ),
  }
}

/** No dependant, direct or not, may be alive when its dependency gets its first signal. */
export function violationsIn(entries: readonly KnownJournalEntry[]): readonly string[] {
  const names = new Map<string, string>()
  const needs = new Map<string, Set<string>>()
  for (const entry of entries) {
    if (!('needs' in entry) || entry.needs === undefined || !('id' in entry) || entry.id === undefined) continue
    if ('service' in entry) names.set(entry.id, entry.service ?? entry.id)
    const known = needs.get(entry.id) ?? new Set()
    for (const need of entry.needs) known.add(need)
    needs.set(entry.id, known)
  }
  const alive = new Set<string>()
  const signalled = new Map<string, string>()
  const violations: string[] = []
  for (const entry of entries) {
    if (entry.event === 'spawned') {
      alive.add(entry.id)
      for (const id of reachable(entry.id, needs)) {
        if (signalled.has(id))
          violations.push(`${names.get(entry.id)} was spawned after ${names.get(id)}, which it needs, was told to end`)
      }
    }
    if (entry.event === 'gone' && entry.gone) alive.delete(entry.id)
    if ((entry.event !== 'terminate' && entry.event !== 'kill') || signalled.has(entry.id)) continue
    signalled.set(entry.id, entry.event)
    const dependants = [...alive].filter((id) => id !== entry.id && reachable(id, needs).has(entry.id))
    for (const id of dependants) {
      violations.push(
        `${names.get(id)} was alive when ${names.get(entry.id)}, which it needs, was told to end (${entry.event} by ${entry.by})`,
      )
    }
  }
  return violations
}

function reachable(id: string, needs: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [...(needs.get(id) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue
    found.add(next)
    open.push(...(needs.get(next) ?? []))
  }
  return found
}
