import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptLine } from '../logging/service-log.ts'
import type { RunContext } from './run-context.ts'
import { sanitiseName } from './service-directory.ts'

/** The last lines of the services of a test that passed, or of a file: what a failure is compared with. */
export interface PassedRecord {
  readonly file: string | null
  /** `null` for the services that a file shares. */
  readonly test: string | null
  readonly attempt: number | null
  readonly endedAtMs: number
  readonly services: readonly { readonly name: string; readonly lines: readonly KeptLine[] }[]
}

/** Longest text of a line, in characters. */
const maxTextLength = 500

/** Appends it to `passed/<worker>.ndjson` in the run's folder, one line each; nothing where no service said anything. */
export async function recordPassed(runWithFolder: () => RunContext, { services, ...of }: PassedRecord): Promise<void> {
  const said = services
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => ({
      name,
      lines: lines.map((line) => ({ ...line, text: line.text.slice(0, maxTextLength) })),
    }))
  if (said.length === 0) return
  const run = runWithFolder()
  const folder = join(run.directory, 'passed')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${run.worker === null ? 'main' : sanitiseName(run.worker)}.ndjson`
  await appendFile(join(folder, name), `${JSON.stringify({ v: 1, ...of, services: said })}\n`, { mode: 0o600 })
}
