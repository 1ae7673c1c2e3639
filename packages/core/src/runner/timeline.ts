import type { Painter } from './painter.ts'
import { stopGroups } from './stop-groups.ts'
import type { OutcomeData, ServiceVerdictData, VerdictData } from './verdict-data.ts'

/** How a timeline is drawn. */
export interface TimelineOptions {
  /** Widest line, in characters. */
  readonly width: number
  readonly paint: Painter
}

type Started = ServiceVerdictData & { readonly startedAtMs: number }

/**
 * What became of the services of one scope, one line each and one time axis for all, in the order in which they started; then
 * the order in which they were stopped. Nodes that were up until the end are told in the line of their cluster.
 *
 * ```
 *   cluster  3 nodes          ░██████████████████▒  ready in 2 ms    stopped in 1 ms
 *   db       process          ░░████████████████▒   ready in 37 ms   stopped in 12 ms
 *   api      process on n1    ··░░░████████████▒·   ready in 210 ms  stopped in 104 ms
 *   stop order  api → db → cluster
 * ```
 */
export function timeline(verdict: VerdictData, { width, paint }: TimelineOptions): string[] {
  const all = verdict.services.filter(isStarted)
  const folded = new Set(all.filter((service) => isFolded(service, verdict)))
  const started = all.filter((service) => !folded.has(service)).toSorted((a, b) => a.startedAtMs - b.startedAtMs)
  if (started.length === 0) return []
  const names = columnOf(started.map(({ name }) => name))
  const runtimes = columnOf(started.map((service) => kindText(service, all)))
  const starts = columnOf(started.map(startText))
  const ends = started.map(({ outcome }) => endText(outcome))
  const taken = Math.max(...ends.map(({ length }) => length)) + (starts[0]?.length ?? 0)
  const barWidth = Math.max(8, width - taken - (names[0]?.length ?? 0) - (runtimes[0]?.length ?? 0) - 10)
  const axis = { fromMs: verdict.openedAtMs, toMs: Math.max(verdict.closedAtMs, verdict.openedAtMs + 1), barWidth }
  const rows = started.map((service, index) =>
    [
      ` ${paint('cyan', names[index] ?? '')}`,
      paint('dim', runtimes[index] ?? ''),
      paintBar(paint, bar(service, axis)),
      starts[index] ?? '',
      paint(styleOf(service.outcome), ends[index] ?? ''),
    ].join('  '),
  )
  return [
    ...rows,
    ...stopOrder(started, paint),
    ...verdict.warnings.map((text) => paint('yellow', `  warning  ${text}`)),
  ]
}

function isStarted(service: ServiceVerdictData): service is Started {
  return service.startedAtMs !== undefined
}

/** A node that neither failed nor stopped before the close has nothing to tell. */
function isFolded({ isPlace, on, outcome, endedAtMs }: Started, { closedAtMs, stopMs }: VerdictData): boolean {
  if (!isPlace || on === null) return false
  return outcome?.how === 'stopped' && outcome.errors.length === 0 && (endedAtMs ?? 0) >= closedAtMs - stopMs
}

function kindText({ name, runtime, isPlace, on }: Started, all: readonly Started[]): string {
  if (!isPlace) return on === null ? runtime : `${runtime} on ${shortName(on, all)}`
  const nodes = all.filter((other) => other.isPlace && other.on === name).length
  return nodes === 0 ? 'node' : nodes === 1 ? '1 node' : `${nodes} nodes`
}

/** `cluster-node2` is `node2` where there is no other cluster: most terminals are narrow. */
function shortName(place: string, all: readonly Started[]): string {
  const clusters = new Set(all.flatMap(({ isPlace, on }) => (isPlace && on !== null ? [on] : [])))
  const [cluster] = clusters
  return clusters.size === 1 && place.startsWith(`${cluster}-`) ? place.slice(`${cluster}-`.length) : place
}

interface Axis {
  readonly fromMs: number
  readonly toMs: number
  readonly barWidth: number
}

/** Starting, running and stopping, each at least one character where it took place. */
function bar({ startedAtMs, endedAtMs, outcome }: Started, { fromMs, toMs, barWidth }: Axis): string {
  const at = (timeMs: number): number =>
    Math.min(barWidth - 1, Math.max(0, Math.floor(((timeMs - fromMs) / (toMs - fromMs)) * barWidth)))
  const overMs = endedAtMs ?? toMs
  const stopAtMs = overMs - (outcome?.stopMs ?? 0)
  const readyAtMs = outcome?.startMs === undefined ? stopAtMs : startedAtMs + outcome.startMs
  const [start, ready, stop, over] = [at(startedAtMs), at(readyAtMs), at(stopAtMs), at(overMs)]
  return Array.from({ length: barWidth }, (_, index) => {
    if (index < start || index > over) return '·'
    if (index < ready || (index === start && ready === start && stop > start)) return '░'
    return index >= stop ? '▒' : '█'
  }).join('')
}

function paintBar(paint: Painter, text: string): string {
  return text.replaceAll(/·+|░+|█+|▒+/g, (run) =>
    paint(run.startsWith('█') ? 'green' : run.startsWith('·') ? 'dim' : 'yellow', run),
  )
}

function startText({ outcome }: Started): string {
  return outcome?.startMs === undefined ? 'never ready' : `ready in ${ms(outcome.startMs)}`
}

function endText(outcome: OutcomeData | undefined): string {
  if (outcome === undefined) return 'not over'
  const { how, stopMs, forcedBy, exit, gone } = outcome
  const left = gone ? '' : ', left alive'
  if (how === 'killed') return `killed after ${ms(stopMs ?? 0)}${forcedBy === 'asked' ? ' (asked)' : ' (limit)'}${left}`
  if (how === 'kept') return 'kept'
  if (how === 'stopped') return `stopped in ${ms(stopMs ?? 0)}${left}`
  if (how === 'exited' && outcome.errors.length === 0 && (exit?.code ?? 0) === 0) return `completed${left}`
  const why = exit?.signal ?? (typeof exit?.code === 'number' ? `exit code ${exit.code}` : undefined)
  return `${outcome.errors.length > 0 && how === 'exited' ? 'crashed' : how}${why === undefined ? '' : ` (${why})`}${left}`
}

function styleOf(outcome: OutcomeData | undefined): 'red' | 'yellow' | 'green' {
  if (outcome === undefined || outcome.errors.length > 0) return 'red'
  if (!outcome.gone && outcome.how !== 'kept') return 'red'
  return outcome.how === 'killed' || outcome.how === 'kept' ? 'yellow' : 'green'
}

function stopOrder(services: readonly Started[], paint: Painter): string[] {
  const groups = stopGroups(services)
  return groups.flat().length < 2
    ? []
    : [paint('dim', `  stop order  ${groups.map((names) => names.join(', ')).join(' → ')}`)]
}

function columnOf(texts: readonly string[]): string[] {
  const width = Math.max(...texts.map(({ length }) => length))
  return texts.map((text) => text.padEnd(width))
}

function ms(durationMs: number): string {
  return durationMs >= 10_000 ? `${(durationMs / 1000).toFixed(1)} s` : `${Math.round(durationMs)} ms`
}
