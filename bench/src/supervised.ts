import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import type { ProcessHandle, ProcessHost } from '@curfew/protocol'
import { connectProcessHost, endRun } from '@curfew/supervisor'

/** A supervisor of a run of its own, without the engine above it. */
export interface Supervised {
  readonly processHost: ProcessHost
  spawn(command: string, args: readonly string[]): Promise<ProcessHandle>
  close(): Promise<void>
}

/** Starts one, and waits until it has done what it does at its start. */
export async function startSupervised(containment: 'of the kernel' | 'none'): Promise<Supervised> {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-bench-'))
  const variable = 'CURFEW_CONTAINMENT'
  const before = process.env[variable]
  if (containment === 'none') process.env[variable] = 'none'
  const processHost = await connectProcessHost({
    run: path.basename(directory),
    runDirectory: directory,
    owner: 'bench',
  })
  if (before === undefined) delete process.env[variable]
  else process.env[variable] = before
  await new Promise((resolve) => setTimeout(resolve, 500))
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  let serial = 0
  return {
    processHost,
    spawn: (command, args) => {
      serial += 1
      const log = path.join(directory, 'services', `${serial}`)
      mkdirSync(log, { recursive: true })
      return processHost.spawn({
        id: `bench-${serial}`,
        service: 'subject',
        scopeId: 'bench',
        needs: [],
        command,
        args,
        cwd: directory,
        env,
        umask: 0o022,
        shell: false,
        host: '127.0.0.1',
        ports: {},
        stop: { signal: 'SIGTERM', stopTimeoutMs: 5_000, killTimeoutMs: 2_000 },
        log: { directory: log, maxLogBytes: 1024 * 1024, fields: { service: 'subject' } },
      })
    },
    close: async () => {
      await processHost.close()
      await endRun(directory)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
