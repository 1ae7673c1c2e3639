import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { readJournal } from '../../src/journal.js'

const program = fileURLToPath(new URL('fixtures/late-edges/owner.mjs', import.meta.url))

test.for([
  { how: 'asks', by: 'asking for it' },
  { how: 'starts', by: 'starting it' },
  { how: 'holds', by: 'a property, found when a stop begins' },
])(
  'an edge found at run time, by $by, with a task between, orders the stop when the owner is SIGKILLed',
  async ({ how }) => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'curfew-late-'))
    onTestFinished(() => rm(cwd, { recursive: true, force: true }))
    const owner = spawn(process.execPath, [program, how], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => {
      owner.kill('SIGKILL')
    })
    const said = once(owner.stdout, 'data').then(String)
    expect(await Promise.race([said, once(owner, 'exit')])).toBe('all edges are found\n')
    owner.kill('SIGKILL')

    const runs = path.join(cwd, '.curfew', 'runs')
    const [run = ''] = await readdir(runs)
    const read = async () => (await readJournal(path.join(runs, run, 'journal', 'main.ndjson'))).entries
    await expect.poll(async () => (await read()).map(({ event }) => event)).toContain('owner-finished')
    const entries = await read()
    const names = new Map(
      entries.flatMap((entry) => (entry.event === 'service-declared' ? [[entry.id, entry.service]] : [])),
    )
    const told = entries.flatMap((entry) =>
      entry.event === 'terminate' || entry.event === 'gone' ? [`${entry.event} ${names.get(entry.id)}`] : [],
    )
    expect(told).toEqual(['terminate api', 'gone api', 'terminate db', 'gone db'])
    const late = entries.flatMap((entry) => (entry.event === 'service-needs' ? [[entry.service, entry.needs]] : []))
    expect(late.map(([service, needs]) => [service, (needs as readonly string[]).map((id) => names.get(id))])).toEqual([
      ['api', ['load']],
      ['load', ['db']],
    ])
  },
)
