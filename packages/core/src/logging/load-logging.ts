import type { ServiceLogOptions } from './open-service-log.js'
import type { ServiceLog } from './service-log.js'

/** Opens logs; what {@link loadLogging} loads. */
export interface LogFactory {
  openServiceLog(options: ServiceLogOptions): ServiceLog
}

let loading: Promise<LogFactory> | undefined

/** Loads pino, once, before the first service starts: a test file without services does not pay for it. */
export function loadLogging(): Promise<LogFactory> {
  loading ??= import('./open-service-log.js').then(({ openServiceLog }) => ({ openServiceLog }))
  return loading
}
