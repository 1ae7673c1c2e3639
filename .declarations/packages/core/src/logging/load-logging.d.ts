import type { ServiceLogOptions } from './open-service-log.ts';
import type { ServiceLog } from './service-log.ts';
/** Opens logs; what {@link loadLogging} loads. */
export interface LogFactory {
    openServiceLog(options: ServiceLogOptions): ServiceLog;
}
/** Loads pino, once, before the first service starts: a test file without services does not pay for it. */
export declare function loadLogging(): Promise<LogFactory>;
