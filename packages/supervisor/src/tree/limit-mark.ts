import { createHash } from 'node:crypto'
import type { ProcessTable } from '../system/process-entry.ts'
import type { Mark } from './mark.ts'

/**
 * The mark of a tree that no empty environment takes away: the soft value of a resource limit.
 *
 * `RLIMIT_RTTIME` bounds the processor time of real-time threads in one go, in microseconds; ours stands for 150,000 years,
 * so it limits nothing. Like every limit it is kept by the kernel, goes to every child, and stays with a process whatever
 * it executes, closes, or leaves. `/proc/<pid>/limits` shows it to everybody.
 */
const prefix = 0x43f0n

const values = new WeakMap<Mark, bigint>()

/** The value that stands for a tree. */
export function limitMarkOf(mark: Mark): bigint {
  let value = values.get(mark)
  if (value === undefined) {
    const hash = createHash('sha256').update(`${mark.run}/${mark.id}`).digest()
    value = (prefix << 48n) | BigInt(hash.readUIntBE(0, 6))
    values.set(mark, value)
  }
  return value
}

/** Whether a process inherited the limit of that tree. */
export function carriesLimitMark(table: ProcessTable, pid: number, mark: Mark): boolean {
  return table.realtimeLimit(pid) === limitMarkOf(mark).toString()
}

/** Whether a process inherited the limit of any tree. */
export function carriesAnyLimitMark(table: ProcessTable, pid: number): boolean {
  const value = table.realtimeLimit(pid)
  return value !== undefined && value !== 'unlimited' && BigInt(value) >> 48n === prefix
}
