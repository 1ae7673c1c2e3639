import { defaultLimits } from '@curfew/protocol'
import type { ProjectConfig } from './sessions.ts'
import { settingsIn } from './settings.ts'

/** The time within which the services of a file of that project are stopped and cleaned up, in milliseconds. */
export function stopLimitMs({ testEnvironmentOptions }: ProjectConfig): number {
  try {
    return settingsIn(testEnvironmentOptions).limits?.totalStopTimeoutMs ?? defaultLimits.totalStopTimeoutMs
  } catch {
    return defaultLimits.totalStopTimeoutMs // the file itself says what is wrong with them
  }
}
