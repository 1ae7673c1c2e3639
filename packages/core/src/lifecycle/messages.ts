import { describeDeclaredAt } from '../location/declared-at.ts'
import { failureText, type FailureFact } from '../logging/failure-text.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { RuntimeExit } from '../runtime/runtime.ts'
import { exitHints, killHints, notReadyHints } from './hints.ts'
import type { Progress } from './launch.ts'
import type { Whereabouts } from './lifecycle-scope.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { ForcedBy } from './outcome.ts'
import type { ServiceState } from './states.ts'
import { CannotStartError, LaunchError } from '../errors/start-errors.ts'
import { messageOf } from '../errors/message-of.ts'
import { NotReadyInTimeError } from '../errors/readiness-errors.ts'
import { isCurfewError } from '@curfew/protocol'

const toChange = 'To change'

/** The texts of a lifecycle's errors: who, where declared, what happened, the last lines, and what changes it, from narrow to wide. */

/** The refusal to start a service in a state in which it cannot. */
export function cannotStart(name: string, state: ServiceState): CannotStartError {
  return new CannotStartError(
    name,
    `Service "${name}" cannot be started: it is ${state}, and a service starts once.\n  To run it again, make a new one (ask the scope for it, or construct it anew).`,
  )
}

export function calledOff(service: Lifecycle): string {
  return `Service "${service.name}" was told to stop before it was running.`
}

export function exitedWhileStarting(service: Lifecycle, exit: RuntimeExit): string {
  return `Service "${service.name}" ended while it was starting: ${describeExit(exit)}`
}

export function notReady(service: Lifecycle, progress: Progress, lines: readonly KeptLine[]): Error {
  const limitMs = service.startTimeoutMs
  const probe = progress.probe ?? 'its launch'
  return new NotReadyInTimeError(
    service.name,
    text(
      `Service "${service.name}" was not ready within ${limitMs} ms: waited for ${probe}.`,
      [
        ['Last observed', progress.saw ?? 'nothing'],
        ...notReadyHints(service, progress, lines),
        ...whereabouts(service),
        [toChange, 'startTimeoutMs or ready of this service · limits.startTimeoutMs of curfew'],
      ],
      lines,
    ),
    { probe, limitMs, lastObservation: progress.saw },
  )
}

/** Keeps a start error of ours, with the last lines added; wraps any other. */
export function startFailed(
  service: Lifecycle,
  cause: Error,
  lines: readonly KeptLine[],
  hints: readonly FailureFact[],
): Error {
  const facts = [...hints, ...exitHints(service, cause), ...whereabouts(service)]
  // That of a process host names the command, which may be called as the service is.
  const isNamed = isCurfewError(cause) && cause.code !== 'CURFEW_SPAWN' && cause.message.includes(`"${service.name}"`)
  if (isNamed) {
    cause.message = text(cause.message, facts, lines)
    return cause
  }
  return new LaunchError(
    service.name,
    text(`Service "${service.name}" could not be started: ${messageOf(cause)}`, facts, lines),
    { cause },
  )
}

export function crashed(service: Lifecycle, exit: RuntimeExit, lines: readonly KeptLine[]): string {
  return text(
    `Service "${service.name}" crashed: ${describeExit(exit)}`,
    [...whereabouts(service), ['If it may end', 'mayExit: true on this service, or expectExit() before it does']],
    lines,
  )
}

export function uncleanStop(service: Lifecycle, exit: RuntimeExit, lines: readonly KeptLine[]): string {
  const { stopOptions } = service.protocol.traits
  return text(
    `Service "${service.name}" did not stop cleanly: ${describeExit(exit)}`,
    [...whereabouts(service), ...(stopOptions === undefined ? [] : [[toChange, stopOptions] as const])],
    lines,
  )
}

/** How a service was killed. */
export interface KillFacts {
  readonly forcedBy: ForcedBy
  readonly limitMs: number
  /** What was killed, by name. */
  readonly killed: readonly string[]
  /** Whether what it is had ended, and only what that left was killed. */
  readonly isRest: boolean
}

export function killed(
  service: Lifecycle,
  { forcedBy, limitMs, killed: parts, isRest }: KillFacts,
  lines: readonly KeptLine[],
): string {
  const [because, knobs] = killReason(forcedBy, limitMs, isRest)
  const held = service.scope.heldUpBy(service)
  return text(
    `Service "${service.name}" was killed: ${because}.`,
    [
      ...(parts.length === 0 ? [] : [['Killed', parts.join(', ')] as const]),
      ...whereabouts(service),
      ...killHints(lines),
      ...(held.length === 0 ? [] : [['Held up', held.join('; ')] as const]),
      [toChange, `stopTimeoutMs of this service (ms) · onKilled: "warn" of this service · ${knobs}`],
    ],
    [],
  )
}

/** Which limit passed, and where it is set besides the service's own options. */
function killReason(forcedBy: ForcedBy, limitMs: number, isRest: boolean): readonly [because: string, knobs: string] {
  const who = isRest ? 'what its main process left' : 'it'
  if (forcedBy === 'list-limit') {
    return [
      `the limit of ${limitMs} ms of the gradual stop of a list passed while ${who} was stopping`,
      'timeoutMs of graduallyStop() (ms) · limits.stopTimeoutMs of curfew (ms)',
    ]
  }
  const because =
    forcedBy === 'scope-limit'
      ? `the scope's total stop limit of ${limitMs} ms passed while ${who} was stopping`
      : // The main process may not have passed that on.
        `${who} did not stop within ${limitMs} ms of ${isRest ? 'the service ' : ''}being asked to`
  return [because, 'limits.stopTimeoutMs, limits.totalStopTimeoutMs of curfew (ms)']
}

export function killedUnasked(service: Lifecycle, parts: readonly string[]): string {
  return `Service "${service.name}" ended and left ${parts.join(', ')}, which never got the stop signal and was killed. Its main process should pass the signal on, and wait.`
}

export function leftBehind(service: Lifecycle, exit: RuntimeExit, left: readonly string[]): string {
  return text(
    `Service "${service.name}" started something in the background: its command ended (${describeExit(exit)}), and what it left was ended with it.`,
    [
      ['Left running', left.join(', ')],
      // A start that fails adds where it is declared itself.
      ...(service.state === 'starting' ? [] : whereabouts(service)),
      [
        toChange,
        'run it in the foreground, since a service lives as long as its command: "postgres -D …" for "pg_ctl start", "--daemonize no" for redis-server',
      ],
    ],
    [],
  )
}

export function stopFailed(service: Lifecycle, error: Error): string {
  return text(`The stop of service "${service.name}" failed: ${messageOf(error)}`, whereabouts(service), [])
}

/** An order that nobody took. */
export function notTaken(orderTimeoutMs: number): Error {
  return new Error(`nobody carried the order out within ${orderTimeoutMs} ms`)
}

export function leftAlive(service: Lifecycle, left: readonly string[]): string {
  const { canBeKilled } = service.protocol.traits
  const how = canBeKilled
    ? 'was killed and is still alive'
    : 'ignores its signal and cannot be killed: it was left behind, with its context closed'
  return text(
    `Service "${service.name}" ${how}.`,
    [
      ['Left alive', left.join(', ')],
      ...whereabouts(service),
      [toChange, canBeKilled ? 'limits.killTimeoutMs of curfew' : 'end when its signal aborts'],
    ],
    [],
  )
}

export function suspect(service: Lifecycle, what: string): string {
  return `Service "${service.name}" is gone, but ${what} may stem from it; it cannot be proved ours and was left alone.`
}

export function cleanupFailed(service: Lifecycle, failed: Error | 'late', limitMs: number): string {
  const what = failed === 'late' ? `took longer than ${limitMs} ms` : `failed: ${messageOf(failed)}`
  return text(`The clean-up of service "${service.name}" ${what}`, whereabouts(service), [])
}

export function portReplaced(service: Lifecycle, cause: unknown): string {
  return `Service "${service.name}" was started again on another port, since somebody else took its port: ${messageOf(cause)}`
}

/** One line for an exit, e.g. `exit code 3`, `SIGKILL (out of memory)`, `TypeError: x is undefined`. */
function describeExit(exit: RuntimeExit): string {
  const hint = exit.hint === undefined ? '' : ` (${exit.hint})`
  if (exit.error !== undefined) return `${messageOf(exit.error)}${hint}`
  if (exit.signal !== null) return `signal ${exit.signal}${hint}`
  return exit.code === null ? `it ended${hint}` : `exit code ${exit.code}${hint}`
}

/** A node or cluster as messages name it, e.g. `node "db1" of cluster "main"`; `undefined` for this machine. */
export function placeName({ node, cluster }: Pick<Whereabouts, 'node' | 'cluster'>): string | undefined {
  const ofCluster = cluster === null ? undefined : `cluster "${cluster}"`
  if (node === null) return ofCluster
  return ofCluster === undefined ? `node "${node}"` : `node "${node}" of ${ofCluster}`
}

/** Where a service is declared, and the place that it runs on, if it has one. */
function whereabouts(service: Lifecycle): FailureFact[] {
  const at = service.protocol.declaredAt
  const place = placeName(service.scope.placeOf(service))
  return [
    ...(at === undefined ? [] : [['Declared at', describeDeclaredAt(at)] as const]),
    ...(place === undefined ? [] : [['Runs on', place] as const]),
  ]
}

function text(headline: string, facts: readonly FailureFact[], lines: readonly KeptLine[]): string {
  const knobs = facts.filter(([label]) => label === toChange).map(([, value]) => value)
  return failureText({ headline, facts: facts.filter(([label]) => label !== toChange), lastLines: lines, knobs })
}
