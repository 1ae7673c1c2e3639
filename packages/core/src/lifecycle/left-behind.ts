import { LeftBehindError } from '../errors/stop-errors.ts'
import { allOf } from '../readiness/all-of.ts'
import type { RuntimeExit } from '../runtime/runtime.ts'
import type { Lifecycle } from './lifecycle.ts'
import * as messages from './messages.ts'

/** The error of a service whose command ended well and left something running: it went to the background. */
export function leftBehindError(lifecycle: Lifecycle, exit: RuntimeExit, left: readonly string[]): LeftBehindError {
  return new LeftBehindError(lifecycle.name, messages.leftBehind(lifecycle, exit, left), left)
}

/** Whether its start fails when it leaves something behind, since it is ready when it has ended. */
export function expectsExit({ protocol: { options } }: Lifecycle): boolean {
  return options.ready !== undefined && allOf(options.ready).expectsExit === true
}
