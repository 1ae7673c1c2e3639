import type { ServiceLogOptions } from './open-service-log.ts'
import type { ServiceLog } from './service-log.ts'

/** Opens logs; what {@link loadLogging} loads. */
export interface LogFactory {
  openServiceLog(options: ServiceLogOptions): ServiceLog
}

let loading: Promise<LogFactory> | undefined

/** Loads pino, once, before the first service starts: a test file without services does not pay for it. */
export function loadLogging(): Promise<LogFactory> {
  loading ??= import('./open-service-log.ts').then(({ openServiceLog }) => ({ openServiceLog }))
  return loading
}
