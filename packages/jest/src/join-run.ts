import {
  decideKeepOnFailure,
  joinWorker,
  runFromEnv,
  runOfProcess,
  type Engine,
  type RunContext,
} from '@curfew/core/runner'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { setTimeout } from 'node:timers/promises'
import { isMainThread, threadId } from 'node:worker_threads'
import { holdSignals } from './signals.ts'
import type { CurfewSettings } from './settings.ts'

/** One per process or thread of Jest, whatever copies of this module there are in it. */
interface WorkerState {
  /** The run of the main process where no reporter began one. */
  ownRun?: RunContext
  endsWithWorker?: true
}

/** How long the main process waits for a supervisor that is still coming up, to end it. */
const comingUpMs = 400

const key = Symbol.for('curfew/jest-worker@1')
const holder = globalThis as { [key]?: WorkerState }

/** Makes the engine of this worker one of the run that the reporter began; without a reporter the run is that of the main process. */
export async function joinRunOfJest(rootDir: string, settings: CurfewSettings): Promise<Engine> {
  const state = (holder[key] ??= {})
  const run = runFromEnv(process.env, null) ?? (state.ownRun ??= runOfProcess(rootPid(), rootDir))
  const isMain = isMainThread && !isWorkerProcess()
  const { keepOnFailure, refusal } = decideKeepOnFailure(settings.keepOnFailure ?? false, process.env)
  // Once; where there is a reporter, it says so, once for all workers.
  if (refusal !== undefined && run === state.ownRun && state.endsWithWorker === undefined) {
    process.stderr.write(`${refusal}\n`)
  }
  const shared = await joinWorker({
    run,
    worker: nameOfWorker(),
    root: rootDir,
    options: { ...settings, keepOnFailure },
    // By Node itself, outside of the realm of the tests.
    load: (module) => {
      const file = createRequire(path.join(rootDir, 'package.json')).resolve(module)
      return import(pathToFileURL(file).href) as Promise<{ readonly default?: unknown }>
    },
  })
  if (state.endsWithWorker === undefined) {
    state.endsWithWorker = true
    // Jest gives its workers half a second to end: for them the supervisor sees that they are gone.
    if (isMain) process.once('beforeExit', () => void leave(shared, state.ownRun))
    // Those that are started by hand, too, in a file without a catalog.
    shared.onTransition(() => void holdSignals())
  }
  return shared
}

async function leave(shared: Engine, ownRun: RunContext | undefined): Promise<void> {
  const present = shared.connection.present().catch(() => undefined)
  // A supervisor that takes longer to come up finds nobody, and leaves by itself: Jest complains after a second.
  const waiting = new AbortController()
  const tooLong = setTimeout(comingUpMs, undefined, waiting).catch(() => undefined)
  const isThere = (await Promise.race([present, tooLong])) !== undefined
  waiting.abort()
  await shared.shutDown()
  if (!isThere || ownRun === undefined || !existsSync(ownRun.directory)) return
  const { endRun } = await import('@curfew/supervisor')
  await endRun(ownRun.directory)
}

/** Whether this is a process that Jest started to run test files. */
export function isWorkerProcess(): boolean {
  return isMainThread && /jest-worker[\\/]build[\\/]processChild\.js$/.test(process.argv[1] ?? '')
}

/** The process whose end ends the run: the worker processes of Jest outlive it. */
function rootPid(): number {
  return isWorkerProcess() ? process.ppid : process.pid
}

/** Unique in the run: Jest starts a new process or thread under the number of one that it ended. */
function nameOfWorker(): string {
  return `w${process.env['JEST_WORKER_ID'] ?? 0}-${isMainThread ? process.pid : `t${threadId}`}`
}
