import { constants } from 'node:os'
import { loadNative } from '../system/native.ts'

/**
 * Lets the second of these signals kill this process even where it never comes to run its handler: a test that runs in here,
 * in an endless loop, would else make it deaf to every Ctrl-C. Signals without a handler are left as they are.
 *
 * Linux, where `koffi` can be loaded; elsewhere it does nothing. Handlers that are added later for the first time are not covered.
 */
export function letSecondSignalKill(signals: readonly NodeJS.Signals[]): void {
  const native = loadNative()
  if (typeof native === 'string') return
  for (const signal of signals) native.handleOnlyOnce(constants.signals[signal])
}
