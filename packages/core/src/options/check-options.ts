import { withFacts, type Fact } from '../errors/fact-lines.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { quoted } from '@curfew/protocol'
import { isRecord, optionProblems } from './options-check.ts'
import type { RuntimeTraits } from '../runtime/traits.ts'
import { nameLater } from './name-later.ts'
import { ofProcessAddress } from './option-tables.ts'

/** Whose options are checked. */
export interface CheckedService {
  readonly traits: RuntimeTraits
  /** What it is called until a catalog names it. */
  readonly name: string
  /** Whether it is of a class of the user's, which may have options of its own. */
  readonly isSubclass: boolean
  /** How one of that class is written, for a message. */
  readonly example?: string | undefined
}

/** Checks the options of a service when it is made, all at once. @throws {BadOptionError} naming service, option, expectation and value */
export function checkOptions(options: unknown, { traits, name, isSubclass, example }: CheckedService): void {
  const problems = optionProblems(traits.what, options, traits.options, isSubclass)
  refuse(problems, name, isRecord(options) ? undefined : example)
}

/** Checks what an option that is a function returned. @throws {BadOptionError} */
export function checkReturned(option: keyof typeof ofProcessAddress, value: unknown, service: string): void {
  const { [option]: check } = ofProcessAddress
  const problems =
    option === 'command' && value === undefined
      ? [`${option} has to be ${check.expected}; it is undefined`]
      : optionProblems('a process', { [option]: value }, { [option]: check })
  refuse(
    problems.map((problem) => `${problem} (returned by its function)`),
    service,
  )
}

function refuse(problems: readonly string[], service: string, example?: string): void {
  if (problems.length === 0) return
  const facts: Fact[] = example === undefined ? [] : [['To change', example]]
  throw nameLater(
    service,
    (name) => new BadOptionError(withFacts(`Service ${quoted(name)}: ${problems.join('; ')}.`, facts)),
  )
}
