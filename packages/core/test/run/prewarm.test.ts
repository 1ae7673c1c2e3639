import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import type { ProcessHost } from '@curfew/protocol'
import { newRun } from '../../src/run/run-context.ts'

function engineWith(connect: () => Promise<ProcessHost>) {
  const root = mkdtempSync(join(tmpdir(), 'curfew-prewarm-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return createEngine({ settings: { debugging: false, run: newRun({ root }) }, connect })
}

test('it waits for what every service needs, and not for the connection, which only processes need', async () => {
  let connects = 0
  const engine = engineWith(() => {
    connects += 1
    return new Promise(() => {})
  })
  await engine.prewarm()
  await engine.prewarm()
  expect(connects).toBe(1)
})

test('a connection that fails is told to who needs it, and not before', async () => {
  const engine = engineWith(() => Promise.reject(new Error('nobody is there')))
  await engine.prewarm()
  await expect(engine.connection.open()).rejects.toThrow('nobody is there')
})
