import { printable, parseRecord, recordText } from '@curfew/protocol'
import type { KeptLine } from './service-log.ts'

/** One service that took part in a test, and the last lines kept of it, oldest first; a `ServiceVerdict` is one. */
export interface ServiceLines {
  readonly name: string
  readonly lastLines: readonly KeptLine[]
}

/** Options of {@link lastLinesText}. */
export interface LastLinesOptions {
  /** When the test started, in milliseconds since the epoch: times are shown relative to it. */
  readonly startedAtMs: number
  /** @default 20 */
  readonly maxLinesPerService?: number | undefined
  /** Of all services together. Each keeps at least its fair share, so a talkative one does not hide the others. @default 60 */
  readonly maxLines?: number | undefined
  /** @default 400 */
  readonly maxLineBytes?: number | undefined
}

interface ShownLine {
  readonly service: string
  readonly timeMs: number
  readonly stream: KeptLine['stream']
  readonly text: string
}

/**
 * The last lines of the services of a failed test, in time order, each naming its service; empty without services.
 *
 * Plain text without colours: whatever a service printed, it cannot move the cursor, hide text or fake another line.
 */
export function lastLinesText(services: readonly ServiceLines[], options: LastLinesOptions): string {
  if (services.length === 0) return ''
  const { startedAtMs, maxLinesPerService = 20, maxLines = 60, maxLineBytes = 400 } = options
  const all = services.map((service) => shownLines(service))
  const kept = all.map((lines) => lastOf(lines, maxLinesPerService))
  const shown = fairShare(kept, maxLines).toSorted((a, b) => a.timeMs - b.timeMs)
  const silent = services.filter((_, index) => all[index]?.length === 0).map(({ name }) => oneLine(name))
  const total = all.reduce((sum, lines) => sum + lines.length, 0)

  const header = `Last lines of its services (${shown.length} of ${total} kept, seconds since the test began)`
  const times = shown.map((line) => secondsText(line.timeMs - startedAtMs))
  const timeWidth = widest(times)
  const nameWidth = widest(shown.map((line) => oneLine(line.service)))
  const rows = shown.map((line, index) => {
    const place = `${times[index]?.padStart(timeWidth)}  ${oneLine(line.service).padEnd(nameWidth)}`
    return `  ${place}  ${line.stream.padEnd(6)} | ${printable(line.text, maxLineBytes)}`.trimEnd()
  })
  const quiet = silent.length === 0 ? [] : [`  No output: ${silent.join(', ')}`]
  return [total === 0 ? 'Last lines of its services' : header, ...rows, ...quiet].join('\n')
}

/** A line as text for people: a JSON line of the service reads like a record of ours. */
export function readableLine(line: Pick<KeptLine, 'text'>): string {
  const record = parseRecord(line.text)
  const said = record?.['msg'] ?? record?.['message']
  return record === undefined || typeof said !== 'string' ? line.text : recordText(record)
}

/** Several lines in one text (a message with line ends) become several, each under its own name. */
function shownLines({ name, lastLines }: ServiceLines): ShownLine[] {
  return lastLines.flatMap((line) =>
    readableLine(line)
      .split(/\r?\n/)
      .map((text) => ({ service: name, timeMs: line.timeMs, stream: line.stream, text })),
  )
}

/** The newest lines of all, of which every service keeps at least its share of the limit. */
function fairShare(groups: readonly (readonly ShownLine[])[], limit: number): ShownLine[] {
  const share = Math.max(1, Math.floor(limit / Math.max(1, groups.filter((lines) => lines.length > 0).length)))
  const sure = groups.flatMap((lines) => lines.slice(-share))
  const rest = groups.flatMap((lines) => lines.slice(0, -share)).toSorted((a, b) => a.timeMs - b.timeMs)
  const room = limit - sure.length
  const added = new Set(lastOf(rest, room))
  // In the order of the services, so that equal times keep it.
  return groups.flatMap((lines) => [
    ...lines.slice(0, -share).filter((line) => added.has(line)),
    ...lines.slice(-share),
  ])
}

function lastOf<T>(items: readonly T[], count: number): readonly T[] {
  return count <= 0 ? [] : items.slice(-count)
}

function secondsText(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}`
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0)
}

function oneLine(name: string): string {
  return printable(name, 80)
}
