import { spawnSync } from 'node:child_process'
import process from 'node:process'

/** The user of that name on every Linux. */
const anotherUser: { readonly name: 'nobody'; readonly uid: number } = { name: 'nobody', uid: 65_534 }

/**
 * Runs a line of the shell as another real user, and returns what it printed.
 *
 * @throws when it fails, and where nobody may become that user: no test of ours goes without
 */
export function asAnotherUser(line: string): string {
  const [command, args, options] = commandOf(line)
  const { status, stdout, stderr, error } = spawnSync(command, args, { ...options, encoding: 'utf8' })
  if (status === 0) return stdout.trim()
  throw new Error(
    `A line that has to run as another user failed: ${error?.message ?? `exit ${status}: ${stderr.trim()}`}\n` +
      `  Line          ${line}\n  To change     run the tests as root, or where "sudo -n -u ${anotherUser.name}" works`,
  )
}

/** Starts a command as another real user, which goes on as nobody's child, and returns its pid. */
export function startAsAnotherUser(command: string): number {
  return Number(asAnotherUser(`setsid ${command} > /dev/null 2>&1 & echo $!`))
}

/** Kills a process of that user, if it still lives. */
export function endOfAnotherUser(pid: number): void {
  asAnotherUser(`kill -9 ${pid} 2> /dev/null; true`)
}

type Command = readonly [
  command: string,
  args: string[],
  options: { readonly cwd: string; readonly uid?: number; readonly gid?: number },
]

function commandOf(line: string): Command {
  const shell = ['-c', line]
  if (process.getuid?.() === 0) return ['/bin/sh', shell, { cwd: '/', uid: anotherUser.uid, gid: anotherUser.uid }]
  return ['sudo', ['-n', '-u', anotherUser.name, '/bin/sh', ...shell], { cwd: '/' }]
}
