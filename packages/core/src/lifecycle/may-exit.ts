import type { ServiceProtocol } from '../protocol.ts'
import { allOf } from '../readiness/all-of.ts'

/** Whether a service may end by itself, if it does so cleanly. */
export function mayExit({ traits, options }: ServiceProtocol): boolean {
  if (options.mayExit !== undefined) return options.mayExit
  if (options.ready !== undefined && allOf(options.ready).expectsExit === true) return true
  return traits.mayExit
}
