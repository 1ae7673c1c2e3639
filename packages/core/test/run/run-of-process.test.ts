import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { expect, test } from 'vitest'
import { isRunId, runStartedAtMs } from '../../src/run/run-context.ts'
import { runOfProcess } from '../../src/run/run-of-process.ts'

test('all workers of a process come to one run of it, dated when it started', async () => {
  const run = runOfProcess(process.pid, '/project')
  expect(runOfProcess(process.pid, '/project')).toEqual(run)
  expect(run).toMatchObject({ directory: `/project/.curfew/runs/${run.run}`, rootPid: process.pid, worker: null })
  expect(isRunId(run.run)).toBe(true)
  const startedAtMs = Date.now() - process.uptime() * 1000
  expect(Math.abs(runStartedAtMs(run.run) - startedAtMs)).toBeLessThan(3000)

  const child = spawn('sleep', ['60'])
  try {
    const other = runOfProcess(child.pid ?? 0, '/project')
    expect(other.run).not.toBe(run.run)
    expect(other.rootPid).toBe(child.pid)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

test('other projects, and a process that is gone, have other runs', () => {
  expect(runOfProcess(process.pid, '/other').run).not.toBe(runOfProcess(process.pid, '/project').run)
  const gone = 2 ** 22 + 1
  expect(runOfProcess(gone, '/project').run).not.toBe(runOfProcess(gone, '/project').run)
})
