import { constants } from 'node:os'

/** The number of a signal: a process that handles it often exits with 128 and that number. */
export function signalNumber(signal: NodeJS.Signals): number {
  return constants.signals[signal]
}
