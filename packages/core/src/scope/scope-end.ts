import { CleanupCallbacks } from './cleanup-callbacks.ts'
import { CollectedErrors } from './collected-errors.ts'
import { Crashes } from './crashes.ts'
import type { Member } from './member.ts'
import { TempDirectories } from './temp-directories.ts'

/** What a scope gathers while it is open, for its end. */
export class ScopeEnd {
  readonly errors: CollectedErrors = new CollectedErrors()
  readonly warnings: string[] = []
  readonly crashes: Crashes = new Crashes((warning) => {
    this.warnings.push(warning)
  })
  /** Services that are to be left up instead of being stopped. */
  readonly toKeep: Set<Member> = new Set()
  /** Run when every service is gone; not when one was kept. */
  readonly cleanups: CleanupCallbacks = new CleanupCallbacks()
  /** Removed last; not when a service was kept. */
  readonly directories: TempDirectories = new TempDirectories()
}
