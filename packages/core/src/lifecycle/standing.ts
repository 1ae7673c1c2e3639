import { isCleanExit } from './clean-exit.ts'
import type { Lifecycle } from './lifecycle.ts'

/** Whether what needs a service may start: it runs, or it may end by itself, did so cleanly, and was not cleaned up. */
export function isSatisfied(lifecycle: Lifecycle): boolean {
  const { state, outcome, exit } = lifecycle
  if (state === 'running') return true
  const endsByItself =
    outcome === undefined
      ? state === 'stopping' && !lifecycle.isBeingStopped
      : outcome.how === 'exited' && outcome.errors.length === 0 && !lifecycle.cleanUp.hasBegun
  return endsByItself && lifecycle.mayExit && exit !== undefined && isCleanExit(exit)
}

/**
 * Whether a service has ended, or is ending, such that a new one takes its place when it is asked for again: it was told to
 * stop, or it exited under `expectExit()`. A one-shot that ended cleanly stays until it is cleaned up; so does a crash or a failed start, with its cause.
 */
export function isSpent(lifecycle: Lifecycle): boolean {
  if (lifecycle.isBeingStopped) return true
  const { state, outcome, exit } = lifecycle
  if (isSatisfied(lifecycle)) return false
  if (outcome === undefined) return state === 'stopping' && exit !== undefined && lifecycle.isExitExpected
  if (outcome.how === 'failed') return lifecycle.wasRunning
  return outcome.how !== 'exited' || outcome.errors.length === 0
}
