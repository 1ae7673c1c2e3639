import type { Limits } from '@curfew/protocol'
import type { ServiceOptions } from '../service/options.ts'

/** The limits among a service's own options. */
type OwnLimits = Pick<ServiceOptions, 'startTimeoutMs' | 'stopTimeoutMs'>

/** The start limit in force for a service. */
export function startLimitMs(own: OwnLimits, { startTimeoutMs }: Limits): number {
  return startTimeoutMs === Infinity ? Infinity : (own.startTimeoutMs ?? startTimeoutMs)
}

/** The stop limit in force for a service. 0 is kept while debugging: it asks for a kill and is no limit. */
export function stopLimitMs(own: OwnLimits, { stopTimeoutMs }: Limits): number {
  return stopTimeoutMs === Infinity && own.stopTimeoutMs !== 0 ? Infinity : (own.stopTimeoutMs ?? stopTimeoutMs)
}
