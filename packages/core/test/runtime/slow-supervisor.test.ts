import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isLiving, openTest, runDirectory, server, up, useRealEngine } from './real-engine.ts'

useRealEngine()

// Two starts of a supervisor, and a wait for longer than the limits of a service.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

interface Published {
  readonly pid: number
  readonly guard: { readonly pid: number }
}

/** Who started the first supervisor holds the second claim too, so that nobody starts the next one before it ends. */
function holdSuccession(directory: string): () => void {
  const claimant = spawn('sleep', ['1000'])
  onTestFinished(() => {
    claimant.kill('SIGKILL')
  })
  const stat = readFileSync(`/proc/${claimant.pid}/stat`, 'utf8')
  const startTime = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  writeFileSync(join(directory, 'supervisor', '2.claim'), JSON.stringify({ pid: claimant.pid, startTime }))
  return () => {
    claimant.kill('SIGKILL')
  }
}

test('a supervisor that is killed as a stop begins, and whose successor is slow: what is needed waits for its dependant', async () => {
  const scope = openTest({ killTimeoutMs: 2500 })
  const db = await up(scope, server([], { name: 'db' }))
  const api = await up(scope, server(['--deaf'], { name: 'api', needs: [db], stopTimeoutMs: 300, onKilled: 'warn' }))
  const directory = runDirectory()
  const { pid, guard } = JSON.parse(readFileSync(join(directory, 'supervisor', '1.ndjson'), 'utf8')) as Published
  const release = holdSuccession(directory)
  for (const each of [guard.pid, pid]) process.kill(each, 'SIGKILL')
  const closing = scope.close()
  // Far longer than the limits of both together.
  await sleep(3000)
  expect([api.pid, db.pid].filter(isLiving)).toEqual([api.pid, db.pid])
  expect([api.state, db.state]).toEqual(['stopping', 'running'])
  release()
  const { errors, stopOrder } = await closing
  expect(errors).toEqual([])
  expect(stopOrder).toEqual(['api', 'db'])
  expect([api.pid, db.pid].filter(isLiving)).toEqual([])
  const entries = readdirSync(join(directory, 'journal'))
    .flatMap((name) =>
      readFileSync(join(directory, 'journal', name), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as { event: string; id?: string })
    .map(({ event, id = '' }) => `${event} ${id.split('-').at(-1)}`)
  expect(entries.indexOf('terminate db')).toBeGreaterThan(entries.indexOf('gone api'))
})
