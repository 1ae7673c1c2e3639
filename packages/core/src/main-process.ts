/**
 * What the main process of a runner needs before any test has a service: it costs next to nothing to load, and whoever uses
 * no service pays no more. Everything else is in `runner`. Not for tests.
 */
export { newRun, runToEnv } from './run/run-context.ts'
export type { RunContext } from './run/run-context.ts'
export { decideKeepOnFailure } from './runner/keep-on-failure.ts'
export { endingSignals, takeOverSignals } from './runner/take-over-signals.ts'
export type { SignalPlan } from './runner/take-over-signals.ts'
