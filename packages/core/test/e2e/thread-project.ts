import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'

/** A copy of the fixture outside of this repository, with the built package in its `node_modules`, as a user has it. */
export function threadProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-thread-project-'))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  cpSync(join(import.meta.dirname, 'fixtures/thread-project'), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules/@curfew'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '../..'), join(folder, 'node_modules/@curfew/core'))
  return folder
}

/** Runs a program of the project; resolves with what it wrote, rejects when it fails or hangs. */
export async function runIn(folder: string, node: string, ...args: string[]): Promise<string> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const { stdout, stderr } = await promisify(execFile)(node, args, { cwd: folder, env, timeout: 240_000 })
  return stderr + stdout
}
