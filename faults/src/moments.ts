import type { Cell } from './cell.ts'
import type { LabEvent } from './evidence.ts'

/** Whether the services are where the fault is to find them. Each repeat comes at another moment of a start. */
export function isReached({ moment, fault, suite }: Cell, repeat: number, events: readonly LabEvent[]): boolean {
  const ofFirst = events.filter(({ owner }) => owner === 'a')
  // The second file has to be there, to see what happens to the first one.
  if (fault.second !== undefined && !events.some(({ event, owner }) => event === 'body' && owner === 'b')) return false
  if (moment === 'running') return ofFirst.some(({ event }) => event === 'body')
  if (moment === 'stopping') return ofFirst.some(({ event }) => event === 'term')
  const born = ofFirst.filter(({ event, role }) => event === 'born' && role === 'main')
  const [last, count] = suite === 'hostile' ? ['ignorer', 7] : ['third', 3]
  // The last one of the chain is held while it starts.
  if (repeat === 0) return born.some(({ service }) => service === last)
  return born.length > (repeat - 1) % count
}
