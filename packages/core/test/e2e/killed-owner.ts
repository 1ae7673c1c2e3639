import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { readJournal } from '@curfew/protocol/journal'

/** Runs a program of the fixtures with those arguments until it says that line, kills it, and reads its journal once what it had was finished. */
export async function journalOfKilled(fixture: string, args: readonly string[], line: string): Promise<JournalEntries> {
  const program = fileURLToPath(new URL(`fixtures/${fixture}`, import.meta.url))
  const cwd = await mkdtemp(path.join(tmpdir(), 'curfew-killed-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const owner = spawn(process.execPath, [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    owner.kill('SIGKILL')
  })
  const said = once(owner.stdout, 'data').then(String)
  expect(await Promise.race([said, once(owner, 'exit')])).toBe(`${line}\n`)
  owner.kill('SIGKILL')

  const runs = path.join(cwd, '.curfew', 'runs')
  const [run = ''] = await readdir(runs)
  const read = async (): Promise<JournalEntries> =>
    (await readJournal(path.join(runs, run, 'journal', 'main.ndjson'))).entries
  await expect.poll(async () => (await read()).map(({ event }) => event)).toContain('owner-finished')
  return read()
}

type JournalEntries = Awaited<ReturnType<typeof readJournal>>['entries']
