import process from 'node:process'

/** A variable that a runner writes into the environment of the tests, for their code. */
export interface RunnerVariable {
  /** What the runner may have written there. */
  readonly written: readonly string[]
  /** What the shell had; `null` for nothing. */
  readonly shell: string | null
}

/** Tells what is inherited at the moment of a start. */
export type Inherited = () => Record<string, string>

/** Variables that a runner writes, by name. */
export type RunnerVariables = Readonly<Record<string, RunnerVariable>>

/**
 * The environment that processes and threads inherit: that of this process, but for what the runner wrote there, which is the
 * shell's again.
 *
 * A variable that has another value than the runner's was set by a test, a set-up file or the configuration, and stays.
 */
export function inheritedEnvironment(ofRunner: RunnerVariables): Record<string, string> {
  const inherited: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    const variable = ofRunner[name]
    const meant = variable !== undefined && variable.written.includes(value ?? '') ? variable.shell : value
    if (meant !== null && meant !== undefined) inherited[name] = meant
  }
  return inherited
}

/** With the variables of a service over what it inherits; those that it sets to nothing are left out. */
export function withOwn(
  inherited: Inherited,
  own: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...inherited(), ...own })) if (value !== undefined) merged[name] = value
  return merged
}
