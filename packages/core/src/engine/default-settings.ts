import inspector from 'node:inspector'
import process from 'node:process'
import type { EngineSettings } from '../engine-contract.ts'
import type { RunnerVariables } from '../runtime/inherited-environment.ts'

/** Set by a runner package in a worker whose tests may import nothing but this package. */
const variablesKey = Symbol.for('curfew/runner-variables@1')
const holder = process as { readonly [variablesKey]?: RunnerVariables }

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
    runnerVariables: holder[variablesKey] ?? {},
  }
}
