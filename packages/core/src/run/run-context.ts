import { randomBytes } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { systemClock } from '@curfew/protocol'
import { workingDirectory } from '../location/working-directory.ts'

/**
 * One run of a suite, as plain data: it is handed to other processes and threads by the runner's own means
 * (Vitest's `provide`, `workerData`) or by {@link runToEnv}.
 */
export interface RunContext {
  /** Sortable by time, UTC: `20261123-214500-1a2b3c`. */
  readonly run: string
  /** `<root>/.curfew/runs/<run>`; exists once {@link prepareRun} was called. */
  readonly directory: string
  /** The worker of the runner that this process or thread is; `null` in the main process and without a runner. */
  readonly worker: string | null
  /** The process whose end ends the run. */
  readonly rootPid: number
}

/** Options of {@link newRun}. */
export interface NewRunOptions {
  /** The folder that `.curfew` is in. @default the working directory */
  readonly root?: string | undefined
  readonly worker?: string | null | undefined
  /** @default this process */
  readonly rootPid?: number | undefined
  /** When it began, in milliseconds since the epoch. @default now */
  readonly startedAtMs?: number | undefined
  /** Six hexadecimal digits that tell runs of one second apart. @default random ones */
  readonly suffix?: string | undefined
}

const runIdPattern = /^\d{8}-\d{6}-[0-9a-f]{6}$/
const directoryVariable = 'CURFEW_RUN_DIRECTORY'
const rootPidVariable = 'CURFEW_RUN_ROOT_PID'
/** Set by the supervisor in the environment of every service: the run that the service is of. */
const markVariable = 'CURFEW_RUN'

/** Names a new run. Touches no file: a suite that uses no service leaves nothing behind. */
export function newRun(options: NewRunOptions = {}): RunContext {
  const { startedAtMs = systemClock.nowMs(), suffix = randomBytes(3).toString('hex') } = options
  const run = `${timeOfId(startedAtMs)}-${suffix}`
  return {
    run,
    directory: join(resolve(options.root ?? workingDirectory()), '.curfew', 'runs', run),
    worker: options.worker ?? null,
    rootPid: options.rootPid ?? process.pid,
  }
}

/** The same run, seen by one of its workers. */
export function joinRun(run: RunContext, worker: string | null): RunContext {
  return { ...run, worker }
}

/** Variables by which a child process finds the run with {@link runFromEnv}. */
export function runToEnv(run: RunContext): Record<string, string> {
  return { [directoryVariable]: run.directory, [rootPidVariable]: String(run.rootPid) }
}

/**
 * The run that the environment names; nothing if there is none, if what is there is not a run, or inside a service of that
 * run, whose own tests are a run of their own.
 */
export function runFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  worker: string | null,
): RunContext | undefined {
  const directory = env[directoryVariable]
  const rootPid = Number(env[rootPidVariable])
  if (directory === undefined || !isRunId(basename(directory)) || !Number.isSafeInteger(rootPid) || rootPid <= 0) {
    return undefined
  }
  const run = basename(directory)
  return env[markVariable] === run ? undefined : { run, directory, worker, rootPid }
}

/** Whether a name is the id of a run. */
export function isRunId(name: string): boolean {
  return runIdPattern.test(name)
}

/** When a run began, by its id: in milliseconds since the epoch, exact to the second. */
export function runStartedAtMs(run: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(run) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

function timeOfId(timeMs: number): string {
  const [date = '', time = ''] = new Date(timeMs).toISOString().split('T')
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`
}
