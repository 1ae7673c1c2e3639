// `./dev <command> [arguments]`: any command with the pinned Node and pnpm, and the tools of node_modules, on PATH.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { prepareToolchain } from './toolchain.mjs'

const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  console.error(
    'Usage: ./dev <command> [arguments]\n  ./dev pnpm install\n  ./dev pnpm build\n  ./dev vitest run packages/core',
  )
  process.exit(2)
}
const child = spawn(command, args, { env: prepareToolchain(), stdio: 'inherit' })
// A terminal sends its signal to the child as well; this process only waits for how that ends.
for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`./dev: ${command}: ${error.message}`)
  process.exit(127)
})
child.on('close', (code, signal) => {
  process.exit(signal === null ? code : 128 + constants.signals[signal])
})
