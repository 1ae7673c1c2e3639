import { BadOptionError } from '../errors/scope-errors.ts'
import { defaultLimits } from '@curfew/protocol'
import { isRecord, show } from '../options/options-check.ts'
import type { RunOptions, WorkerOptions } from './options.ts'

type Check = (value: unknown) => Iterable<string>

/** The checks of {@link WorkerOptions}. */
export const workerOptions: Readonly<Record<keyof WorkerOptions, Check>> = {
  limits: limitProblems,
  nodes: nodesProblems,
  keepOnFailure: trueOrFalse('keepOnFailure'),
  keepOutput: (value) =>
    value === 'failed' || value === 'all' ? [] : [expected('keepOutput', `'failed' or 'all'`, value)],
  leaks: (value) =>
    value === 'fail' || value === 'warn' || value === 'off'
      ? []
      : [expected('leaks', `'fail', 'warn' or 'off'`, value)],
}

/** The checks of {@link RunOptions}. */
export const runOptions: Readonly<Record<keyof RunOptions, Check>> = {
  signals: trueOrFalse('signals'),
  root: (value) => (typeof value === 'string' ? [] : [expected('root', 'a path', value)]),
}

/** The check of an option that is a boolean. */
export function trueOrFalse(name: string): Check {
  return (value) => (typeof value === 'boolean' ? [] : [expected(name, 'true or false', value)])
}

/**
 * Checks all options at once.
 *
 * @param where - Whose they are, for the message
 * @throws {BadOptionError} naming each option, what is expected and what was found
 */
export function checkOptions(where: string, options: unknown, known: Readonly<Record<string, Check>>): void {
  const problems = [...problemsOf(options, known)]
  if (problems.length > 0) throw new BadOptionError(`${where}:\n${problems.map((text) => `  ${text}`).join('\n')}`)
}

function* problemsOf(options: unknown, known: Readonly<Record<string, Check>>): Generator<string> {
  if (!isRecord(options)) {
    yield expected('options', 'an object', options)
    return
  }
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined
    if (check === undefined) yield `"${name}" is no option; there are ${Object.keys(known).join(', ')}`
    else if (value !== undefined) yield* check(value)
  }
}

function* limitProblems(limits: unknown): Generator<string> {
  if (!isRecord(limits)) {
    yield expected('limits', 'an object', limits)
    return
  }
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(defaultLimits, name)) {
      yield `"limits.${name}" is no option; there are ${Object.keys(defaultLimits).join(', ')}`
    } else if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      yield expected(`limits.${name}`, 'a number of milliseconds ≥ 0', value)
    }
  }
}

function* nodesProblems(nodes: unknown): Generator<string> {
  if (nodes === 'local') return
  if (!isRecord(nodes)) {
    yield expected('nodes', `'local', { name: 'local', … } or { module: './nodes.ts' }`, nodes)
    return
  }
  if ('module' in nodes) {
    if (typeof nodes['module'] !== 'string') yield expected('nodes.module', 'a path', nodes['module'])
    return
  }
  if (nodes['name'] !== 'local') yield expected('nodes.name', `'local'`, nodes['name'])
  const size = nodes['clusterSize']
  if (size !== undefined && !(Number.isInteger(size) && (size as number) > 0)) {
    yield expected('nodes.clusterSize', 'a whole number > 0', size)
  }
}

function expected(name: string, what: string, found: unknown): string {
  return `"${name}" has to be ${what}; it is ${show(found)}`
}
