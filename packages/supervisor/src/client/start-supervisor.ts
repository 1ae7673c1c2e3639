import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SupervisorStartError } from '../errors.ts'
import { guarded } from '../guard.ts'
import { supervisorEntry } from '../programs.ts'
import { formatArguments, type SupervisorArguments } from '../supervisor-arguments.ts'
import { nodeCommand } from './node-command.ts'
import { supervisorEnvironment } from './supervisor-environment.ts'

const shownLogCharacters = 2000

/**
 * Starts the supervisor in a session of its own, where no Ctrl-C reaches it.
 *
 * Calls back if it ends before it serves. Returns how to stop listening for that, once it does.
 */
export function startSupervisor(
  args: SupervisorArguments,
  onFailure: (error: SupervisorStartError) => void,
): () => void {
  const { runDirectory } = args
  mkdirSync(runDirectory, { recursive: true, mode: 0o700 })
  const logFile = path.join(runDirectory, 'supervisor.log')
  const log = openSync(logFile, 'a', 0o600)
  const env = supervisorEnvironment(process.env)
  const [command = '', ...rest] = guarded([
    ...nodeCommand(env),
    fileURLToPath(supervisorEntry()),
    ...formatArguments(args),
  ])
  const child = spawn(command, rest, {
    detached: true,
    // Not a folder that somebody may want to remove or unmount.
    cwd: path.parse(process.execPath).root,
    env,
    stdio: ['ignore', log, log],
    windowsHide: true,
  })
  closeSync(log)
  child.unref()
  let serves = false
  const fail = (what: string, cause?: unknown): void => {
    if (serves) return
    const text = readFileSync(logFile, 'utf8').slice(-shownLogCharacters).trim()
    const message = `The supervisor of the run ${what}.\n  Its log   ${logFile}${text === '' ? ' (empty)' : `\n${text}`}`
    onFailure(new SupervisorStartError(message, runDirectory, { cause }))
  }
  child.once('error', (error) => fail('could not be started', error))
  child.once('exit', (code, signal) => fail(`ended while it started (${signal ?? `exit ${code}`})`))
  return () => {
    serves = true
  }
}
