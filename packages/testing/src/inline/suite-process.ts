import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { atEnd } from './at-end.ts'
import { livingProcesses, type LivingProcess } from './living-processes.ts'

/** What a suite is made of and run with. */
export interface SuiteProcessOptions {
  /** A folder above the suite's own, whose `node_modules` it uses. */
  readonly parent: string
  /** A folder between the two. @default none */
  readonly below?: string | undefined
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>
  /** Program and arguments, run by Node in the folder of the suite. */
  readonly command: readonly string[]
  /** Path of that Node. @default this one */
  readonly node?: string | undefined
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** How the process of a suite ended. */
export interface SuiteProcessResult {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** Both streams, without colours. */
  readonly output: string
  /** What the suite noted with `note()` of `./events`, in order. */
  readonly events: readonly string[]
  /** Processes of the suite that lived when its main process had ended. They are killed then. */
  readonly survivors: readonly LivingProcess[]
  readonly durationMs: number
  /** The folder of the suite. */
  readonly dir: string
}

/** A suite that runs. */
export interface SuiteProcess {
  readonly pid: number
  readonly dir: string
  readonly done: Promise<SuiteProcessResult>
  /** Resolves when the suite has noted that event. Rejects if it ends before. */
  event(name: string): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** Sends the signal to the whole process group, as a terminal does. */
  killGroup(signal: NodeJS.Signals): void
}

const markVariable = 'CURFEW_INLINE_SUITE'

const eventsModule = `import { appendFileSync } from 'node:fs'
export const note = (text) => appendFileSync(process.env.CURFEW_INLINE_EVENTS, text + '\\n')
`

/** Starts a suite of a few files in a folder of its own. */
export function startSuiteProcess(options: SuiteProcessOptions): SuiteProcess {
  const { parent, below = '', files, command, node = process.execPath, env = {} } = options
  mkdirSync(path.join(parent, below), { recursive: true })
  const dir = mkdtempSync(path.join(parent, below, 'suite-'))
  const eventsFile = path.join(dir, 'events.log')
  writeFileSync(eventsFile, '')
  for (const [name, content] of Object.entries({ 'events.mjs': eventsModule, ...files })) {
    const file = path.join(dir, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const mark = randomUUID()
  const isOver = atEnd(() => killAll(livingProcesses(markVariable, mark)))
  const startedAtMs = Date.now()
  const child = spawn(node, command, {
    cwd: dir,
    env: { ...cleanEnv(), [markVariable]: mark, CURFEW_INLINE_EVENTS: eventsFile, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a signal to the group does not reach the tests that run this.
    detached: true,
  })
  const events = (): string[] => readFileSync(eventsFile, 'utf8').split('\n').slice(0, -1)
  const done = ended(child, mark).then((end) => {
    isOver()
    return { ...end, events: events(), durationMs: Date.now() - startedAtMs, dir }
  })
  return {
    pid: child.pid ?? 0,
    dir,
    done,
    event: (name) => Promise.race([noted(eventsFile, () => events().includes(name)), endedBefore(done, name)]),
    kill: (signal) => void child.kill(signal),
    killGroup: (signal) => void process.kill(-(child.pid ?? 0), signal),
  }
}

/** The environment of a test of ours would tell the inner runner that it is a worker of the outer one. */
function cleanEnv(): NodeJS.ProcessEnv {
  // The programs of pnpm set NODE_PATH, and everything in the workspace would be found in the suite.
  const { VITEST: _, NODE_OPTIONS: __, NODE_PATH: ___, ...env } = process.env
  const kept = Object.entries(env).filter(([name]) => !/^(VITEST_|__VITEST|VITE_|TEST$|CURFEW_)/.test(name))
  return { ...Object.fromEntries(kept), NODE_ENV: undefined, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined }
}

async function ended(
  child: ChildProcess,
  mark: string,
): Promise<Pick<SuiteProcessResult, 'exitCode' | 'signal' | 'output' | 'survivors'>> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const exited = Promise.withResolvers<Pick<SuiteProcessResult, 'exitCode' | 'signal'>>()
  const closed = Promise.withResolvers<void>()
  child.once('error', exited.reject)
  child.once('exit', (exitCode, signal) => exited.resolve({ exitCode, signal }))
  child.once('close', () => closed.resolve())
  const exit = await exited.promise
  const survivors = livingProcesses(markVariable, mark)
  killAll(survivors)
  // Survivors may have held the pipes.
  await closed.promise
  return { ...exit, output, survivors }
}

function killAll(processes: readonly LivingProcess[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

async function noted(file: string, isThere: () => boolean): Promise<void> {
  const found = Promise.withResolvers<void>()
  const watcher = watch(file, () => {
    if (existsSync(file) && isThere()) found.resolve()
  })
  if (isThere()) found.resolve()
  await found.promise.finally(() => watcher.close())
}

async function endedBefore(done: Promise<SuiteProcessResult>, name: string): Promise<never> {
  const { output } = await done
  throw new Error(`The suite ended and never noted "${name}":\n${output}`)
}
