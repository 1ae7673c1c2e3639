export { default } from './curfew-reporter.ts';
export type { CurfewReporterOptions } from './curfew-reporter.ts';
export type { AttemptReport } from './session.ts';
