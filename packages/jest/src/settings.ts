import { checkOptions, workerOptions, type WorkerOptions } from '@curfew/core/runner'

/** Options in the configuration of Jest: `testEnvironmentOptions: { curfew: { limits: { stopTimeoutMs: 10_000 } } }`. */
export type CurfewSettings = WorkerOptions

/** The options of curfew among those of the environment. @throws {BadOptionError} naming each option that is wrong */
export function settingsIn(environmentOptions: Readonly<Record<string, unknown>>): CurfewSettings {
  const settings = withoutNull(environmentOptions['curfew']) ?? {}
  checkOptions('testEnvironmentOptions.curfew', settings, workerOptions)
  return settings
}

/** Jest hands its configuration to worker processes as JSON, where `Infinity`, which a limit may be, is `null`. */
function withoutNull(settings: unknown): unknown {
  const limits = (settings as { readonly limits?: unknown } | null | undefined)?.limits
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) return settings
  const mended = Object.entries(limits).map(([name, value]): [string, unknown] => [name, value ?? Infinity])
  return { ...(settings as object), limits: Object.fromEntries(mended) }
}
