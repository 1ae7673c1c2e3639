/** What the reporter needs once there is something to say: loaded by {@link loadReporting}, at once. */
export { checkOptions, painter, presentEngine, RunNotes, runOptions, scopeText, trueOrFalse } from '@curfew/core/runner'
export { stopLimitMs } from './stop-limit.ts'
