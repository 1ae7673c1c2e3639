import { BadOptionError } from '../errors/scope-errors.ts'
import { checkCall, isRecord, isText, oneOf, show, type OptionTable } from '../options/options-check.ts'
import type { OutputLine } from '@curfew/protocol'
import { describeProbe, isRegExp } from './describe.ts'
import { waitForEvent } from './event.ts'
import { LineMatcher } from './line-matcher.ts'
import { quote } from './observation.ts'
import type { ProbeContext, Readiness } from './readiness.ts'

/** Options of {@link logLine}. */
export interface LogLineOptions<Groups extends readonly string[] = readonly []> {
  /** Named groups of the pattern whose text dependants may read as `service.groups`. @default none */
  readonly groups?: Groups | undefined
  /** @default both */
  readonly stream?: 'stdout' | 'stderr' | undefined
}

const logLineTable: OptionTable<keyof LogLineOptions> = {
  groups: { expected: 'an array of names of groups', is: (value) => Array.isArray(value) && value.every(isText) },
  stream: oneOf('stdout', 'stderr'),
}

/**
 * Ready when the service has written a line that matches, on either stream, from its first line on.
 * Colours and other escape sequences are removed first; a line in which one of `groups` is missing does not count.
 * A carriage return alone ends a line, too. A line that has no end yet counts once nothing that follows can change the match.
 * In a line longer than 64 KiB a match may be at most 4 KiB long.
 *
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if the pattern does not have one of `groups`
 * @example logLine(/listening on port (?<port>\d+)/, { groups: ['port'] }) // dependants read `service.groups.port`
 */
export function logLine<const Groups extends readonly string[] = readonly []>(
  pattern: RegExp,
  options: LogLineOptions<Groups> = {},
): Readiness<Groups[number]> {
  if (!isRegExp(pattern)) {
    throw new BadOptionError(
      `${describeProbe('logLine', pattern)}: the pattern has to be a regular expression, such as /listening/; it is ${show(pattern)}.`,
    )
  }
  const description = describeProbe('logLine', pattern, isRecord(options) ? { stream: options.stream } : options)
  checkCall(description, options, logLineTable)
  const { stream, groups: named = [] } = options
  const groups: readonly Groups[number][] = [...named]
  checkGroups(description, pattern, groups)
  return { description, groups, wait: (context) => waitForLine(pattern, groups, stream, context) }
}

async function waitForLine(
  pattern: RegExp,
  groups: readonly string[],
  stream: 'stdout' | 'stderr' | undefined,
  context: ProbeContext,
): Promise<Readonly<Record<string, string>>> {
  const from = stream === undefined ? '' : ` on ${stream}`
  const matcher = new LineMatcher(pattern, groups)
  let count = 0
  context.saw(`no line${from} yet`)
  return waitForEvent(context.signal, (came) =>
    context.onLine((line: OutputLine) => {
      if (stream !== undefined && line.stream !== stream) return
      if (line.unfinished !== true && line.continues !== true) count++
      const seen = matcher.look(line)
      const shown = (): string => quote(seen.text)
      if (seen.result === 'match') came(seen.found)
      else if (seen.result === 'open')
        context.saw(`the line ${shown()} matches, but has no end yet, and what follows may change the match`)
      else if (seen.result === 'lacking')
        context.saw(`the line ${shown()} matches, but lacks one of the groups ${groups.join(', ')}`)
      else context.saw(`no line${from} matches, of ${count}; the last is ${shown()}`)
    }),
  )
}

function checkGroups(description: string, pattern: RegExp, groups: readonly string[]): void {
  // With an empty alternative it matches anything, and so tells the names of its groups.
  const names = Object.keys(new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.groups ?? {})
  const missing = groups.filter((name) => !names.includes(name))
  if (missing.length === 0) return
  throw new BadOptionError(
    `${description}: the pattern has no group named ${missing.map((name) => `"${name}"`).join(', ')}` +
      ` (it has ${names.length === 0 ? 'none' : names.join(', ')}). A named group is written (?<${missing[0]}>…)`,
  )
}
