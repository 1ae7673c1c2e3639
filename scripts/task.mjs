// What `npm run demo`, `npm test` and `npm run faults` run: everything that a bare clone lacks is set up first, on Node 20 and npm alone.
import { spawnSync } from 'node:child_process'
import { prepareSystemPackages } from './system-packages.mjs'
import { prepareToolchain, repositoryDir } from './toolchain.mjs'

const tasks = {
  demo: [
    ['pnpm', 'run', 'build'],
    ['pnpm', '--filter', './examples/orders', 'run', 'demo'],
  ],
  test: [['node', 'scripts/check.mjs']],
  faults: [
    ['pnpm', 'run', 'build'],
    // `npm run faults -- --only sigkill --repeat 20`
    ['node', 'faults/src/main.ts', ...process.argv.slice(3)],
  ],
}

const name = process.argv[2]
const commands = tasks[name]
if (commands === undefined) {
  console.error(`Usage: node scripts/task.mjs ${Object.keys(tasks).join('|')}\nAny other command: ./dev <command>`)
  process.exit(2)
}
try {
  prepareSystemPackages()
  const env = prepareToolchain()
  for (const [command, ...args] of [['pnpm', 'install', '--frozen-lockfile', '--silent'], ...commands]) {
    const { status, signal, error } = spawnSync(command, args, { cwd: repositoryDir, env, stdio: 'inherit' })
    if (status !== 0) {
      if (error) throw error
      if (name !== 'test' || args[0] === 'install')
        console.error(`${command} ${args.join(' ')}: ${signal ?? `exit ${status}`}`)
      process.exit(status ?? 1)
    }
  }
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
