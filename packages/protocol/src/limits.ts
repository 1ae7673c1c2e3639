/** Time limits, all in milliseconds. A service's own options win over those of its scope. */
export interface Limits {
  /** Start and readiness of one service. @default 30_000 */
  readonly startTimeoutMs: number
  /** From the graceful request of one service to its kill. @default 5_000 */
  readonly stopTimeoutMs: number
  /** From the kill of one service until it is given up as left alive. @default 2_000 */
  readonly killTimeoutMs: number
  /** One clean-up callback. @default 5_000 */
  readonly cleanupTimeoutMs: number
  /** All starts that one request asks for. @default 120_000 */
  readonly totalStartTimeoutMs: number
  /** All stops of a scope; then what lives is killed. @default 60_000 */
  readonly totalStopTimeoutMs: number
}

export const defaultLimits: Limits = {
  startTimeoutMs: 30_000,
  stopTimeoutMs: 5_000,
  killTimeoutMs: 2_000,
  cleanupTimeoutMs: 5_000,
  totalStartTimeoutMs: 120_000,
  totalStopTimeoutMs: 60_000,
}

const noLimits: Limits = {
  startTimeoutMs: Infinity,
  stopTimeoutMs: Infinity,
  killTimeoutMs: Infinity,
  cleanupTimeoutMs: Infinity,
  totalStartTimeoutMs: Infinity,
  totalStopTimeoutMs: Infinity,
}

/** The limits in force; while somebody debugs, no limit of ours ends anything. */
export function resolveLimits(given: Partial<Limits>, debugging: boolean): Limits {
  return debugging ? noLimits : { ...defaultLimits, ...given }
}
