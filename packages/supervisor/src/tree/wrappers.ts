import path from 'node:path'

// Start a command, wait for it, and do nothing else: the real server is below them.
const shells = new Set(['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh', 'fish'])
const transparent = new Set(['go', 'cargo', 'make', 'uv', 'poetry', 'env', 'nice', 'nohup', 'time'])
// These also pass a signal on, to a shell that dies of it and tells nobody.
const packageManagers = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'pn', 'yarn', 'yarnpkg', 'corepack', 'bunx'])

/**
 * `transparent`: dies of a signal without passing it on. `shell`: the same, but with a trap it waits for the command in the
 * foreground first. `launcher`: passes the signal on to its direct child only.
 */
export type WrapperKind = 'transparent' | 'shell' | 'launcher'

/** Tells by its command line whether a process only wraps another; `undefined` for a real one. */
export function wrapperKind(command: string): WrapperKind | undefined {
  const [first = '', second = ''] = command.split(' ', 2)
  const name = baseName(first)
  if (shells.has(name)) return 'shell'
  if (transparent.has(name)) return 'transparent'
  if (packageManagers.has(name)) return 'launcher'
  // `node /usr/lib/…/npm-cli.js run start`, before npm has set its title
  if (name === 'node' && packageManagers.has(baseName(second).replace(/-cli$/, ''))) return 'launcher'
  return undefined
}

function baseName(file: string): string {
  return path.basename(file).replace(/^-|\.(?:c?js|mjs|exe|cmd)$/g, '')
}
