import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const program = fileURLToPath(new URL('fixtures/without-a-runner/wait.mjs', import.meta.url))

test.each([
  ['waitTillStopped', 'exited'],
  ['expectExit', '0'],
  ['onLine', 'said'],
])('a program without a runner that awaits %s goes on until it has it, and then ends', async (wait, found) => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'curfew-stack-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const { stdout } = await promisify(execFile)(process.execPath, [program, wait], { cwd })
  expect(stdout).toBe(`${found}\n`)
})
