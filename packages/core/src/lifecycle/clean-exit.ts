import type { RuntimeExit } from '../runtime/runtime.ts'

/** Whether something ended by itself as it should: code 0 or none, no signal, nothing thrown. */
export function isCleanExit({ error, signal, code }: RuntimeExit): boolean {
  return error === undefined && signal === null && (code === null || code === 0)
}
