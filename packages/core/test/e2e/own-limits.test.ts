import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { readJournal } from '../../src/journal.js'

const program = fileURLToPath(new URL('fixtures/own-limits/owner.mjs', import.meta.url))

test('the configured limits hold when the owner is SIGKILLed: a database is given its time to close', async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'curfew-limits-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const owner = spawn(process.execPath, [program], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    owner.kill('SIGKILL')
  })
  const said = once(owner.stdout, 'data').then(String)
  expect(await Promise.race([said, once(owner, 'exit')])).toBe('up\n')
  owner.kill('SIGKILL')

  const runs = path.join(cwd, '.curfew', 'runs')
  const [run = ''] = await readdir(runs)
  const read = async () => (await readJournal(path.join(runs, run, 'journal', 'main.ndjson'))).entries
  await expect.poll(async () => (await read()).map(({ event }) => event)).toContain('owner-finished')
  const entries = await read()
  expect(entries.find(({ event }) => event === 'spawn-intent')).toMatchObject({
    stop: { signal: 'SIGTERM', stopTimeoutMs: 120_000, killTimeoutMs: 9_000 },
  })
  expect(entries.find(({ event }) => event === 'exited')).toMatchObject({ asked: true, code: 0, signal: null })
  expect(entries.map(({ event }) => event)).not.toContain('kill')
})
