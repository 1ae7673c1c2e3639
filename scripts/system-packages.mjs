// Programs of the system that the tests start as services. Nothing is skipped where one is missing.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const systemPackages = [
  { package: 'redis-server', command: 'redis-server' },
  // `ip` and `ss`: nodes of a test in network namespaces.
  { package: 'iproute2', command: 'ss' },
]

/** Installs what is missing where that is possible (root on Debian), and fails naming it everywhere else. */
export function prepareSystemPackages() {
  const missing = systemPackages.filter(({ command }) => !isOnPath(command)).map((entry) => entry.package)
  if (missing.length === 0) return
  const names = missing.join(' ')
  if (process.getuid?.() !== 0) {
    throw new Error(`Missing on this machine: ${names}\nInstall it, for example: sudo apt-get install -y ${names}`)
  }
  console.error(`Installing ${names} with apt-get …`)
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
    // RUNLEVEL keeps the package's own daemon from being started: tests start what they need themselves.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    const apt = spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    if (apt.status !== 0) {
      const reason = apt.error?.message ?? `exit ${apt.status}\n${apt.stderr}`
      throw new Error(`Missing on this machine: ${names}\napt-get ${args.join(' ')} failed: ${reason}`)
    }
  }
  const stillMissing = systemPackages.filter(({ command }) => !isOnPath(command))
  if (stillMissing.length > 0) {
    throw new Error(`Installed, but not on PATH: ${stillMissing.map(({ command }) => command).join(', ')}`)
  }
}

function isOnPath(command) {
  return (process.env.PATH ?? '').split(path.delimiter).some((dir) => {
    try {
      accessSync(path.join(dir, command), constants.X_OK)
      return true
    } catch {
      return false // not in this folder
    }
  })
}
