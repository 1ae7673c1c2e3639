import inspector from 'node:inspector'
import process from 'node:process'
import type { EngineSettings } from './engine-contract.ts'

/** What holds where neither a runner nor a program sets anything. */
export function defaultSettings(): EngineSettings {
  return {
    limits: {},
    debugging: process.env['CURFEW_DEBUG'] === '1' || inspector.url() !== undefined,
    keepOnFailure: false,
    keepOutput: 'failed',
    leaks: 'fail',
    provider: undefined,
    run: undefined,
    root: undefined,
    runnerVariables: {},
  }
}
