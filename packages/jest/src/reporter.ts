export { default } from './curfew-reporter.js'
export type { CurfewReporterOptions } from './curfew-reporter.js'
export type { AttemptReport } from './session.js'
