import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { identify, isAlive, isOver, processTable } from '../src/system/process-table.ts'
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

test('what a process calls itself is safe to print', async () => {
  const words = ['\u001B[2J\u001B]0;title\u0007', 'line one\nerror: two', '\u202Ebackwards']
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...words], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const told = (): string => processTable.describe(child.pid ?? 0).command
  await expect.poll(told).toContain('setInterval')
  expect(told()).toMatch(/setInterval\(\(\) => \{\}, 1000\).*line one\\x0aerror: two \\u202ebackwards$/)
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(told()).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/)
})
