import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { engine, newRun } from '@curfew/core/runner'

const directory = mkdtempSync(path.join(tmpdir(), 'curfew-bench-'))

/** Gives this process a run of its own, in a folder that `leave` removes. */
export function enter(): void {
  engine().configure({ run: newRun({ root: directory }) })
}

/** Ends the connection to the supervisor of that run, which then ends too. */
export async function leave(): Promise<void> {
  await engine().shutDown()
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
}
