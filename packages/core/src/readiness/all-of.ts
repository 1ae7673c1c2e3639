import { BadOptionError } from '../errors/scope-errors.ts'
import { fromFunction } from './function.ts'
import { show } from '../options/options-check.ts'
import { isProbe, probesExpected } from '../options/is-probe.ts'
import type { ProbeContext, Readiness, ReadinessFunction, ReadinessOption } from './readiness.ts'

/**
 * One probe of one or several: ready when all are, and they wait at the same time. What they find is merged.
 *
 * Guarantee: when one fails, the others are aborted, and it is that failure which is thrown.
 *
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if two of them find the same name
 */
export function allOf<Group extends string = never>(option: ReadinessOption<Group>): Readiness<Group> {
  checkProbes(option)
  if (!isList(option)) return single(option)
  const parts = option.map(single)
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const description = parts.length === 0 ? 'nothing' : parts.map((part) => part.description).join(' and ')
  const groups = parts.flatMap((part) => part.groups ?? [])
  const twice = groups.filter((name, index) => groups.indexOf(name) !== index)
  if (twice.length > 0) throw new BadOptionError(`ready: ${description} find the same group: ${twice.join(', ')}`)
  return {
    description,
    expectsExit: parts.some((part) => part.expectsExit === true),
    groups,
    wait: (context) => waitForAll(parts, context),
  }
}

function checkProbes(option: unknown): void {
  const wrong = (Array.isArray(option) ? option : [option]).find((part) => !isProbe(part))
  if (wrong === undefined && option !== undefined) return
  throw new BadOptionError(`ready has to be ${probesExpected}; it is ${show(option)}.`)
}

function isList<Group extends string>(
  option: ReadinessOption<Group>,
): option is readonly (Readiness<Group> | ReadinessFunction)[] {
  return Array.isArray(option)
}

function single<Group extends string>(part: Readiness<Group> | ReadinessFunction): Readiness<Group> {
  return typeof part === 'function' ? fromFunction(part) : part
}

async function waitForAll(
  parts: readonly Readiness<string>[],
  context: ProbeContext,
): Promise<Readonly<Record<string, string>>> {
  context.signal.throwIfAborted()
  const others = new AbortController()
  const abort = (): void => others.abort(context.signal.reason)
  context.signal.addEventListener('abort', abort, { once: true })
  const waiting = new Map<Readiness<string>, string>()
  try {
    const found = await Promise.all(
      parts.map(async (part) => {
        waiting.set(part, 'nothing yet')
        const groups = await part.wait(
          withPart(context, others.signal, (observation) => {
            waiting.set(part, observation)
            context.saw(observations(waiting))
          }),
        )
        waiting.delete(part)
        if (waiting.size > 0) context.saw(observations(waiting))
        return groups ?? {}
      }),
    )
    return Object.assign({}, ...found) as Record<string, string>
  } finally {
    context.signal.removeEventListener('abort', abort)
    others.abort(new Error('another probe of this service has failed'))
  }
}

/** What those saw that are not ready yet. */
function observations(waiting: ReadonlyMap<Readiness<string>, string>): string {
  return [...waiting].map(([part, observation]) => `${part.description}: ${observation}`).join('; ')
}

/** Member by member: a context may be an instance of a class, which spreading would take apart. */
function withPart(context: ProbeContext, signal: AbortSignal, saw: (observation: string) => void): ProbeContext {
  return {
    serviceName: context.serviceName,
    host: context.host,
    port: context.port,
    ports: context.ports,
    clock: context.clock,
    signal,
    saw,
    ask: context.ask,
    onLine: (listener) => context.onLine(listener),
    onMessage: (listener) => context.onMessage(listener),
    portHolder: (host, port) => context.portHolder(host, port),
  }
}
