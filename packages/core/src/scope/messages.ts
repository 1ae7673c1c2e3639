import type { Member } from './member.ts'
import type { Instance } from './instances.ts'

/** The texts of a scope's errors. */

export function survivor(lifecycle: Member): string {
  const waits = [...lifecycle.dependants].filter((dependant) => dependant.isLive).map((dependant) => dependant.name)
  const state = lifecycle.isLive ? lifecycle.state : 'its clean-up runs'
  return `${lifecycle.name} (${state}${waits.length > 0 ? `, waits for ${waits.join(', ')}` : ''})`
}

export function stopTimeout(scopeText: string, limitMs: number, survivors: readonly string[]): string {
  return (
    `The services of ${scopeText} did not stop within ${limitMs} ms; the rest was killed: ${survivors.join(', ')}.\n` +
    `  To change  stopTimeoutMs of a service (ms) · limits.totalStopTimeoutMs of curfew (ms)`
  )
}

export function startTimeout(requested: readonly Instance[], limitMs: number): string {
  const waiting = requested.map(({ entry, member }) => `${entry.name} (${member?.state ?? 'waits for what it needs'})`)
  return (
    `Services were not all running within ${limitMs} ms: ${waiting.join(', ')}.\n` +
    `  To change  limits.totalStartTimeoutMs of curfew (ms)`
  )
}

export function unknownName(name: string, known: readonly string[]): string {
  return `There is no service "${name}". Known: ${[...known, 'node', 'cluster'].join(', ')}.`
}

export function noSuchScope(name: string, scopeKind: string, by: string): string {
  const why =
    scopeKind === 'test'
      ? `Hooks of a whole file (beforeAll, afterAll) may only use services of scope "file".`
      : `Test runners open the scopes "test" and "file" now; "worker" and "run" are declared names that none opens yet: use "file".`
  return `Service "${name}" has scope "${scopeKind}" and was asked for ${by}, where no such scope is open.\n  ${why}`
}
