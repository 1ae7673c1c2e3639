import { BadOptionError } from '../errors/scope-errors.ts'
import { quoted } from '../logging/printable.ts'
import { optionProblems, type OptionTable } from '../options-check.ts'
import type { RuntimeKind } from '../runtime/runtime.ts'
import { nameLater } from './name-later.ts'
import { ofProcessAddress, placeTable, processTable, taskTable, threadTable } from './option-tables.ts'

const tables: Readonly<Record<RuntimeKind, readonly [what: string, table: OptionTable]>> = {
  process: ['a process', processTable],
  thread: ['a thread', threadTable],
  task: ['a task', taskTable],
  place: ['a node or cluster', placeTable],
}

/** Whose options are checked. */
export interface CheckedService {
  readonly kind: RuntimeKind
  /** What it is called until a catalog names it. */
  readonly name: string
  /** Whether it is of a class of the user's, which may have options of its own. */
  readonly isSubclass: boolean
}

/** Checks the options of a service when it is made, all at once. @throws {BadOptionError} naming service, option, expectation and value */
export function checkOptions(options: unknown, { kind, name, isSubclass }: CheckedService): void {
  const [what, table] = tables[kind]
  refuse(optionProblems(what, options, table, isSubclass), name)
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

function refuse(problems: readonly string[], service: string): void {
  if (problems.length === 0) return
  throw nameLater(service, (name) => new BadOptionError(`Service ${quoted(name)}: ${problems.join('; ')}.`))
}
