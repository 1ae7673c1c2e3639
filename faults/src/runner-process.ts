import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { constants } from 'node:os'
import process from 'node:process'
import { spawn as spawnInTerminal } from '@lydell/node-pty'
import type { Exit } from './cell.ts'

/** What a runner is started with. */
export interface RunnerStart {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where its output goes. */
  readonly outputFile: string
  readonly terminal: boolean
}

/** The main process of a runner. It leads its process group, as a shell with job control has it. */
export interface RunnerProcess {
  readonly pid: number
  readonly exited: Promise<Exit>
  type(text: string): void
}

export function startRunner(start: RunnerStart): RunnerProcess {
  return start.terminal ? inTerminal(start) : withFiles(start)
}

function withFiles({ command, cwd, env, outputFile }: RunnerStart): RunnerProcess {
  const output = openSync(outputFile, 'a')
  const child = spawn(process.execPath, command, { cwd, env, detached: true, stdio: ['ignore', output, output] })
  closeSync(output)
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0))
  })
  return {
    pid: child.pid ?? 0,
    exited,
    type() {
      throw new Error('This runner has no terminal.')
    },
  }
}

function inTerminal({ command, cwd, env, outputFile }: RunnerStart): RunnerProcess {
  const terminal = spawnInTerminal(process.execPath, [...command], {
    cwd,
    env: { ...env, TERM: 'xterm' },
    cols: 120,
    rows: 40,
  })
  terminal.onData((text) => void appendFile(outputFile, text))
  const exited = new Promise<Exit>((resolve) => {
    terminal.onExit(({ exitCode, signal }) => resolve(signal ? nameOf(signal) : exitCode))
  })
  return { pid: terminal.pid, exited, type: (text) => terminal.write(text) }
}

function nameOf(signal: number): Exit {
  const found = Object.entries(constants.signals).find(([, value]) => value === signal)
  return (found?.[0] ?? signal) as Exit
}

/** The environment of this process, without what would tell an inner runner that it belongs to an outer one. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VITEST|__VITEST|VITE_|JEST_|TEST$|CURFEW_|CI$|GITHUB_|FORCE_COLOR$|NODE_OPTIONS$|npm_)/
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  return { ...Object.fromEntries(kept), NODE_ENV: undefined, NO_COLOR: '1', npm_config_update_notifier: 'false' }
}
