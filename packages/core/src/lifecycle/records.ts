import { isCalledOff } from '../errors/called-off.ts'
import { isCurfewError, isError } from '@curfew/protocol'
import { hideOwnFrames, pointAt } from '../errors/users-stack.ts'
import type { Lifecycle } from './lifecycle.ts'

/** Adds the node and the cluster that a service runs on to an error of that service, as fields. */
export function located<E extends Error>(error: E, lifecycle: Lifecycle): E {
  const facts = error as { service?: unknown; node?: string; cluster?: string }
  if (!isCurfewError(error) || facts.service !== lifecycle.name) return error
  const { node, cluster } = lifecycle.scope.placeOf(lifecycle)
  if (node !== null) facts.node ??= node
  if (cluster !== null) facts.cluster ??= cluster
  return error
}

/**
 * The same for an error that the service itself came to: its stack is the place where the service is declared, since what in
 * curfew noticed it says nothing to anybody.
 */
export function ofService<E extends Error>(error: E, lifecycle: Lifecycle): E {
  const { declaredAt } = lifecycle.protocol
  const isOurs = isCurfewError(error) && (error as { readonly service?: unknown }).service === lifecycle.name
  if (isOurs && declaredAt !== undefined) pointAt(error, declaredAt.from ?? declaredAt)
  for (let cause = error.cause; isError(cause); cause = cause.cause) hideOwnFrames(cause)
  return located(error, lifecycle)
}

/** Writes an error that curfew saw of a service into the records of that service. */
export function recordError(lifecycle: Lifecycle, error: Error): void {
  lifecycle.log?.report('error', error.message, error)
}

/**
 * The same for a service that was refused before it began: it gets a log for that. Never rejects: where no log can be opened,
 * who asked for the start has the error.
 */
export async function recordRefusal(lifecycle: Lifecycle, error: Error): Promise<void> {
  if (isCalledOff(error) || isCurfewError(error, 'CURFEW_RUN_OVER')) return
  try {
    lifecycle.log ??= await lifecycle.scope.openLog(lifecycle)
    recordError(lifecycle, error)
  } catch {
    // Told to who asked for the start.
  }
}
