import { isCurfewError } from '@curfew/protocol'
import { LeftBehindError } from '../errors/stop-errors.ts'
import type { RuntimeExit } from '../runtime/runtime.ts'
import type { Lifecycle } from './lifecycle.ts'
import * as messages from './messages.ts'

/** The error of a service whose command ended well and left something running: it went to the background. */
export function leftBehindError(lifecycle: Lifecycle, exit: RuntimeExit, left: readonly string[]): LeftBehindError {
  return new LeftBehindError(lifecycle.name, messages.leftBehind(lifecycle, exit, left), left)
}

/** Whether its start failed with it: then the end of what it left does not say it again. */
export function isSaidBy(causes: readonly Error[], error: Error): boolean {
  return isLeftBehind(error) && causes.some(isLeftBehind)
}

function isLeftBehind(error: Error): boolean {
  return isCurfewError(error, 'CURFEW_LEFT_BEHIND')
}
