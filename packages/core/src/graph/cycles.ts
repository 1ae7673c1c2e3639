import type { Link } from './edge.js'

export function findCycles<T>(nodes: readonly T[], edges: readonly Link<T>[]): readonly (readonly T[])[] {
  return []
}
