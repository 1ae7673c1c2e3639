import { closestName } from './closest-name.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { quoted } from '@curfew/protocol'

/** What one option may be. `undefined` is always allowed: it stands for the default. */
export interface OptionCheck {
  /** How a message says it: `startTimeoutMs has to be <expected>`. */
  readonly expected: string
  is(value: unknown): boolean
  /** Whether it has no default. @default false */
  readonly isRequired?: true
}

/** The options of one kind of thing, by name. */
export type OptionTable<Name extends string = string> = Readonly<Record<Name, OptionCheck>>

export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
export const isWhole = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to
/** An object that has names: no array, and no `Date`, `Map` or `URL` either, in which options would be looked for in vain. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === '[object Object]'

/** Options over their defaults; whatever is no object stays as it is, for the check to refuse. */
export function withDefaults<Options extends object>(defaults: Partial<Options>, options: Options): Options {
  return isRecord(options) ? { ...defaults, ...options } : options
}

export const milliseconds: OptionCheck = {
  expected: 'a number of milliseconds ≥ 0, or Infinity',
  is: (value) => typeof value === 'number' && value >= 0,
}
export const trueOrFalse: OptionCheck = { expected: 'true or false', is: (value) => typeof value === 'boolean' }
export const aFunction: OptionCheck = { expected: 'a function', is: (value) => typeof value === 'function' }

/** One of some texts. */
export function oneOf(...texts: readonly string[]): OptionCheck {
  const shown = texts.map((text) => `'${text}'`)
  return {
    expected: `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`,
    is: (value) => texts.includes(value as string),
  }
}

/**
 * What is wrong with options: each that has a wrong value, and each that there is none of, with the name that is closest.
 *
 * @param what - What has these options, e.g. `a process`
 * @param isOpen - Whether there may be others: those of a subclass
 */
export function optionProblems(what: string, options: unknown, table: OptionTable, isOpen = false): string[] {
  if (!isRecord(options)) return [`the options of ${what} have to be an object; they are ${show(options)}`]
  const missing = Object.entries(table)
    .filter(([name, { isRequired }]) => isRequired === true && options[name] === undefined)
    .map(([name, { expected }]) => `${name} is missing: it has to be ${expected}`)
  const wrong = Object.entries(options).flatMap(([name, value]) => {
    const check = Object.hasOwn(table, name) ? table[name] : undefined
    if (check !== undefined) {
      const isRight = value === undefined || check.is(value)
      return isRight ? [] : [`${name} has to be ${check.expected}; it is ${show(value)}`]
    }
    if (isOpen) return []
    const names = Object.keys(table)
    const meant = closestName(name, names)
    const hint = meant === undefined ? `; there are ${names.join(', ')}` : `: "${meant}" is meant`
    return [`${quoted(name)} is no option of ${what}${hint}`]
  })
  return [...missing, ...wrong]
}

/** Checks the options of a call or a probe. @throws {BadOptionError} */
export function checkCall(call: string, options: unknown, table: OptionTable): void {
  const problems = optionProblems(call.includes('(') ? call : `${call}()`, options, table)
  if (problems.length > 0)
    throw new BadOptionError(`${call.includes('(') ? call : `${call}()`}: ${problems.join('; ')}.`)
}

/** Refuses options that are no object. @throws {BadOptionError} with the way they are written */
export function requireOptions(call: string, options: unknown, example: string): void {
  if (isRecord(options)) return
  throw new BadOptionError(
    `The options of ${call}() have to be an object; they are ${show(options)}.\n  To change  ${example}`,
  )
}

/** Refuses what is given to a function that takes nothing. @throws {BadOptionError} */
export function refuseArguments(name: string, given: readonly unknown[], example: string): void {
  const found = given.find((value) => value !== undefined)
  if (found === undefined) return
  throw new BadOptionError(`${name}() takes no arguments; it is given ${show(found)}.\n  To change  ${example}`)
}

/** A value, as a message shows it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  // The names say enough, and a value may be a secret.
  const isPlain = value.constructor === undefined || value.constructor.name === 'Object'
  return isPlain
    ? `{ ${Object.keys(value)
        .map((key) => quoted(key).slice(1, -1))
        .join(', ')} }`
    : value.constructor.name
}
