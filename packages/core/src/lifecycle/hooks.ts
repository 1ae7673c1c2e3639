import { CleanupFailedError } from '../errors/stop-errors.ts'
import { within } from './deadline.ts'
import type { Lifecycle } from './lifecycle.ts'
import { messageOf } from '../errors/message-of.ts'
import * as messages from './messages.ts'
import { attempt, settled } from './settled.ts'

/** Tells a running service to fall quiet, within its stop limit; what goes wrong is a warning. */
export async function quiesce(lifecycle: Lifecycle): Promise<void> {
  const { scope, protocol, name, stopTimeoutMs } = lifecycle
  const told = attempt(() => scope.runAs(lifecycle, () => protocol.quiesce?.()))
  const result = await within(scope.clock, stopTimeoutMs, settled(told), 'late' as const)
  if (result === 'late') lifecycle.warn(`quiesce of "${name}" took longer than ${stopTimeoutMs} ms`)
  else if (result !== undefined) lifecycle.warn(`quiesce of "${name}" failed: ${messageOf(result)}`, result)
}

/** Runs the clean-up of a service that was started, within the clean-up limit; resolves with what went wrong. */
export async function cleanup(lifecycle: Lifecycle): Promise<Error | undefined> {
  const { scope, protocol, name } = lifecycle
  // What a service would remove here is what it needs while it is kept.
  if (lifecycle.startedAtMs === undefined || lifecycle.state === 'kept') return undefined
  const done = settled(attempt(() => scope.runAs(lifecycle, () => protocol.cleanup?.())))
  const limitMs = scope.limits.cleanupTimeoutMs
  const failed = await within(scope.clock, limitMs, done, 'late' as const)
  if (failed === undefined) return undefined
  const message = messages.cleanupFailed(lifecycle, failed, limitMs)
  return new CleanupFailedError(name, message, failed === 'late' ? {} : { cause: failed })
}
