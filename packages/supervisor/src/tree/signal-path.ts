import path from 'node:path'

const shells = new Set(['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh', 'fish'])
const packageManagers = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'pn', 'yarn', 'yarnpkg', 'corepack', 'bunx'])

/**
 * `shell`: with a trap it waits for the command in the foreground first. `package-manager`: passes the signal on to its
 * direct child only, most often a shell, which dies of it and tells nobody.
 */
export type SignalPath = 'shell' | 'package-manager'

/**
 * Tells by its command line whether a process is one of those whose way with a signal is known.
 *
 * It only decides who is sent the signal. Who keeps the time to end is decided by who got it, whatever it is called.
 */
export function signalPathOf(command: string): SignalPath | undefined {
  const [first = '', second = ''] = command.split(' ', 2)
  const name = baseName(first)
  if (shells.has(name)) return 'shell'
  if (packageManagers.has(name)) return 'package-manager'
  // `node /usr/lib/…/npm-cli.js run start`, before npm has set its title
  if (name === 'node' && packageManagers.has(baseName(second).replace(/-cli$/, ''))) return 'package-manager'
  return undefined
}

function baseName(file: string): string {
  return path.basename(file).replace(/^-|\.(?:c?js|mjs|exe|cmd)$/g, '')
}
