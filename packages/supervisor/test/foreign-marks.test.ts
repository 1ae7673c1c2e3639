import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endOfAnotherUser, startAsAnotherUser } from '@curfew/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isLiving } from './harness/living.ts'
import { openRun, ready, server, untilGone } from './harness/test-run.ts'
import { untilMarked } from './harness/until-marked.ts'

// Where the kernel contains nothing, marks are all that tells what left its tree: of whom they are proof is in question here.

vi.setConfig({ testTimeout: 30_000 })

async function openUncontained(): ReturnType<typeof openRun> {
  vi.stubEnv('CURFEW_CONTAINMENT', 'none')
  onTestFinished(() => void vi.unstubAllEnvs())
  return openRun()
}

/** A process of another user that has the mark of a service. */
async function forge(run: string, id: string, program = 'sleep'): Promise<number> {
  const pid = startAsAnotherUser(`env CURFEW_RUN=${run} CURFEW_SERVICE=${id} ${program} 1000`)
  onTestFinished(() => {
    // That program became a process that they may not signal.
    if (process.getuid?.() === 0) process.kill(pid, 'SIGKILL')
    else endOfAnotherUser(pid)
  })
  await untilMarked(pid, run)
  return pid
}

/** A program that runs as this user, whoever starts it. */
function programOfOurs(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-program-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  chmodSync(directory, 0o755)
  const program = path.join(directory, 'sleep')
  copyFileSync(execFileSync('sh', ['-c', 'command -v sleep'], { encoding: 'utf8' }).trim(), program)
  chmodSync(program, 0o4755)
  return program
}

test('a process of another user with the mark of a service lives on, and is no survivor of it; one of ours is ended', async () => {
  const { run, processHost, spawn } = await openUncontained()
  const handle = await spawn({ ...server(), id: 'db' })
  await ready(handle)
  const theirs = [await forge(run, 'db'), await forge(run, 'db', programOfOurs())]
  const mark = { CURFEW_RUN: run, CURFEW_SERVICE: 'db' }
  const ours = Number(
    execFileSync('sh', ['-c', 'setsid sleep 1000 > /dev/null 2>&1 & echo $!'], { env: { ...process.env, ...mark } }),
  )
  // Not in the middle of an `exec`, when nobody can read its environment.
  await expect.poll(() => readFileSync(`/proc/${ours}/cmdline`, 'utf8')).toMatch(/^sleep/)
  await untilMarked(ours, run)

  expect(await handle.refresh()).toEqual([handle.pid, ours])
  await handle.terminate('SIGTERM')
  expect(await handle.gone).toMatchObject({ gone: true, survivors: [], suspects: [] })
  await untilGone(ours)
  expect(await processHost.leaks(['db'])).toEqual([])
  expect(theirs.map(isLiving)).toEqual([true, true])
})
