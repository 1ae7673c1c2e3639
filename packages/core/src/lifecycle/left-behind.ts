import { LeftBehindError } from '../errors/stop-errors.js'
import { allOf } from '../readiness/all-of.js'
import type { RuntimeExit } from '../runtime/runtime.js'
import type { Lifecycle } from './lifecycle.js'
import * as messages from './messages.js'

/** The error of a service whose command ended well and left something running: it went to the background. */
export function leftBehindError(lifecycle: Lifecycle, exit: RuntimeExit, left: readonly string[]): LeftBehindError {
  return new LeftBehindError(lifecycle.name, messages.leftBehind(lifecycle, exit, left), left)
}

/** Whether its start fails when it leaves something behind, since it is ready when it has ended. */
export function expectsExit({ protocol: { options } }: Lifecycle): boolean {
  return options.ready !== undefined && allOf(options.ready).expectsExit === true
}
