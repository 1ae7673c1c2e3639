import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { identify, isAlive, isOver } from '../src/system/process-table.ts'
import { fixture } from './harness/test-run.ts'

function living(command: string, ...args: readonly string[]) {
  const child = spawn(command, args, { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const identity = identify(child.pid ?? 0)
  if (identity === undefined) throw new Error('it was not spawned')
  return { child, identity }
}

test('a process that runs or is paused is not over, and another one with its pid is none of it', () => {
  const { child, identity } = living('sleep', '1000')
  expect(isOver(identity)).toBe(false)
  child.kill('SIGSTOP')
  expect(isOver(identity)).toBe(false)
  expect(isOver({ ...identity, startTime: identity.startTime - 1 })).toBe(true)
})

test('a process that was killed is over though nobody has reaped it', () => {
  const { child, identity } = living('sleep', '1000')
  child.kill('SIGKILL')
  // Without a turn of the event loop: it stays a zombie.
  while (!isOver(identity)) continue
  while (isAlive(identity)) expect(isOver(identity)).toBe(true)
  expect(isOver(identity)).toBe(true)
})

test('a process whose first thread has ended is not over while another one runs', async () => {
  const { identity } = living(process.execPath, fixture('first-thread-ends.mjs'))
  const isZombie = () => /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${identity.pid}/stat`, 'latin1'))
  await expect.poll(isZombie).toBe(true)
  expect(isOver(identity)).toBe(false)
})
