import type { OutputLine, ProcessLogOrder } from '@curfew/core/process-port'

/** What every record of one process has in common. */
export interface RecordFacts {
  readonly fields: ProcessLogOrder['fields']
  readonly pid: number
}

/** pino's `info`: a line says nothing of its level, and stderr is no error by itself. */
const plainLevel = 30

/**
 * One line of output as one JSON record.
 *
 * A line that is a JSON object keeps its own fields, its `level`, `time`, `pid` and `msg` too; only `stream` and the
 * fields that say whose line it is are ours in any case.
 */
export function toRecord(line: OutputLine, { fields, pid }: RecordFacts): string {
  const own = parseObject(line.text)
  const record =
    own === undefined
      ? { level: plainLevel, time: line.timeMs, ...fields, stream: line.stream, pid, msg: line.text }
      : { level: plainLevel, time: line.timeMs, pid, ...own, ...fields, stream: line.stream, msg: messageOf(own, line) }
  return `${JSON.stringify(record)}\n`
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined // looks like JSON and is none
  }
}

function messageOf(own: Readonly<Record<string, unknown>>, line: OutputLine): unknown {
  return own['msg'] ?? own['message'] ?? line.text
}
