import { execFile } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('the sample without a runner runs, and ends by itself', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/without-a-runner.ts'])
  expect(stdout).toBe('green\nstore then api\n')
})
