import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { processService, tcp, type ProcessOptions, type ProcessService, type Service, type Verdict } from '@curfew/core'
import { createEngine } from '../../src/engine/engine.ts'
import { installEngine } from '../../src/engine-access.ts'
import { newRun } from '../../src/run/run-context.ts'
import type { Engine } from '../../src/engine-contract.ts'
import type { Scope } from '../../src/scope/scope.ts'
import { endRun } from '@curfew/supervisor'

let engine: Engine | undefined
let run: ReturnType<typeof newRun> | undefined

/** Gives the tests of a file an engine with a supervisor and a run of their own. */
export function useRealEngine(): void {
  let uninstall: (() => void) | undefined
  let root = ''
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'curfew-core-'))
    run = newRun({ root })
    engine = createEngine({ settings: { debugging: false, run } })
    uninstall = installEngine(engine)
  })
  afterAll(async () => {
    await engine?.shutDown()
    if (run !== undefined) await endRun(run.directory)
    uninstall?.()
    rmSync(root, { recursive: true, force: true })
  })
}

/** The folder of that run. */
export function runDirectory(): string {
  return run?.directory ?? ''
}

/** A test's scope; closed when the test is over, if it did not do that itself. */
export function openTest(limits: Parameters<Engine['openScope']>[0]['limits'] = {}): Scope {
  if (engine === undefined) throw new Error('useRealEngine() first')
  const scope = engine.openScope({ kind: 'test', name: 'a test', limits })
  onTestFinished(async () => {
    await scope.close()
  })
  return scope
}

/** Starts services in a scope, one after the other. */
export async function up<S extends Service>(scope: Scope, service: S): Promise<S> {
  await scope.run(() => service.start())
  return service
}

export const program: string = join(import.meta.dirname, 'fixtures', 'server.mjs')

/** The server of the fixtures, ready when it listens. */
export function server<Port extends string = 'main'>(
  flags: readonly string[] = [],
  options: Partial<ProcessOptions<Port>> = {},
): ProcessService<Port> {
  return processService<Port>({
    name: 'server',
    command: process.execPath,
    args: ({ host, port }) => [program, '--host', host, '--port', `${port}`, ...flags],
    ready: tcp(),
    ...options,
  })
}

/** A program of one line for `node -e`, without ports. */
export function script(code: string, options: Partial<ProcessOptions<never>> = {}): ProcessService<never> {
  return processService<never>({ name: 'script', command: process.execPath, args: ['-e', code], ports: [], ...options })
}

/** Closes, and gives the verdict of the one service of that name. */
export async function closed(
  scope: Scope,
  name: string,
): Promise<Verdict & { readonly of: Verdict['services'][number] }> {
  const verdict = await scope.close()
  const of = verdict.services.find((service) => service.name === name)
  if (of === undefined) throw new Error(`no service "${name}" in the verdict`)
  return { ...verdict, of }
}

/** What a service has written so far. */
export async function written(service: Service): Promise<string[]> {
  return (await service.lastLines()).map(({ text }) => text)
}

/** Resolves with the first line that matches, from the first one on. */
export function line(service: ProcessService<never> | ProcessService, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve) => {
    const end = service.onLine(({ text }) => {
      const match = pattern.exec(text)
      if (match === null) return
      resolve(match)
      queueMicrotask(() => end())
    })
  })
}

/** Whether a process runs; a zombie does not. Written without any code of ours, which could have the same blind spot. */
export function isLiving(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/** Listens, in this process, until the test is over. */
export async function listen(port: number, host = '127.0.0.1'): Promise<Server> {
  const foreign = createServer()
  await new Promise<void>((resolve, reject) => {
    foreign.once('error', reject)
    foreign.listen(port, host, resolve)
  })
  onTestFinished(() => {
    foreign.close()
  })
  return foreign
}

/** Whether a port can be bound. */
export async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject)
      probe.listen(port, '127.0.0.1', resolve)
    })
  } catch {
    return false
  }
  await new Promise((resolve) => {
    probe.close(resolve)
  })
  return true
}
