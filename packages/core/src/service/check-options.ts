import { BadOptionError } from '../errors/scope-errors.js'
import { isPrintable, quoted } from '../logging/printable.js'
import { isPlace } from '../node/place.js'
import { SERVICE } from '../protocol.js'
import type { ReadyOptions, ServiceOptions } from './options.js'

/** Checks the options of a service when it is made, all at once. @throws {BadOptionError} naming service, option, expectation and value */
export function checkOptions(options: ServiceOptions & ReadyOptions<string>, service: string): void {
  const bad: string[] = []
  const expect = (name: string, ok: boolean, expected: string, value: unknown) => {
    if (!ok) bad.push(`${name} has to be ${expected}; it is ${show(value)}`)
  }
  for (const name of ['startTimeoutMs', 'stopTimeoutMs'] as const) {
    const value = options[name]
    expect(
      name,
      value === undefined || (typeof value === 'number' && value >= 0),
      'a number of milliseconds ≥ 0, or Infinity',
      value,
    )
  }
  const { name, stopPriority, tags, onKilled, on, needs, mayExit } = options
  expect(
    'name',
    name === undefined || isName(name),
    'a text without control and invisible characters, on one line',
    name,
  )
  expect(
    'stopPriority',
    stopPriority === undefined || (Number.isInteger(stopPriority) && stopPriority >= 0 && stopPriority <= 100),
    'a whole number from 0 to 100',
    stopPriority,
  )
  expect(
    'tags',
    tags === undefined || (Array.isArray(tags) && tags.every(isName)),
    'an array of strings without control and invisible characters',
    tags,
  )
  expect('onKilled', onKilled === undefined || onKilled === 'fail' || onKilled === 'warn', `'fail' or 'warn'`, onKilled)
  expect('mayExit', mayExit === undefined || typeof mayExit === 'boolean', 'true or false', mayExit)
  expect('on', on === undefined || (typeof on === 'object' && on !== null && isPlace(on)), 'a node or a cluster', on)
  expect(
    'needs',
    needs === undefined ||
      (Array.isArray(needs) && needs.every((need) => typeof need === 'object' && need !== null && SERVICE in need)),
    'an array of services',
    needs,
  )
  if (bad.length > 0) throw new BadOptionError(`Service ${quoted(service)}: ${bad.join('; ')}.`)
}

/** It is printed, and names files. */
function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && isPrintable(value)
}

function show(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'object'
  return String(value)
}
