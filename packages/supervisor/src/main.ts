import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { socketAddress, sweepSockets, userDirectory } from './address.ts'
import { publish } from './generations.ts'
import { findPortHolder } from './ports/port-holder.ts'
import { sweepLeaseFiles } from './ports/lease-file.ts'
import { PortLeases } from './ports/port-leases.ts'
import { portRange } from './ports/port-range.ts'
import { serveConnection } from './run/connection.ts'
import { Supervisor } from './run/supervisor.ts'
import { watchRoot } from './run/watch-root.ts'
import { parseArguments } from './supervisor-arguments.ts'
import { identify } from './system/process-table.ts'
import { protocolVersion } from './wire/protocol.ts'
import path from 'node:path'

// The supervisor's process. Its standard error is `<runDirectory>/supervisor.log`.

const { run, runDirectory, generation, root } = parseArguments(process.argv.slice(2))
const self = identify(process.pid) ?? { pid: process.pid, startTime: 0 }
const directory = userDirectory()
const address = socketAddress(directory, process.pid)
const leaseDirectory = path.join(directory, 'ports')

function log(message: string): void {
  process.stderr.write(`${new Date().toISOString()} ${message}\n`)
}

function leave(): void {
  rmSync(address, { force: true })
  process.exit(0)
}

// An error of ours is a bug, but everything that services depend on must outlive it.
process.on('uncaughtException', (error) => log(`bug: ${error.stack ?? error.message}`))
process.on('unhandledRejection', (reason) => log(`bug: ${reason instanceof Error ? reason.stack : String(reason)}`))
for (const signal of ['SIGINT', 'SIGHUP', 'SIGPIPE', 'SIGUSR2'] as const) process.on(signal, () => {})
process.on('SIGTERM', () => void supervisor.endRun('the supervisor was asked to end'))

const supervisor = new Supervisor(
  { run, runDirectory, root, log, leave },
  (processOf) =>
    new PortLeases({
      directory: leaseDirectory,
      record: { ...self, run },
      range: portRange(),
      findHolder: findPortHolder,
      processOf: (id) => processOf(id)?.describe() ?? null,
    }),
)

// A socket of a dead process that had the same pid.
if (process.platform !== 'win32') rmSync(address, { force: true })
const server = createServer((socket) => serveConnection(socket, supervisor))
server.listen(address, () => {
  if (!publish(runDirectory, generation, { ...self, protocol: protocolVersion, address })) {
    log(`generation ${generation} came too late, another one serves`)
    leave()
  }
  watchRoot(root, () => supervisor.rootDied())
  sweepSockets(directory)
  sweepLeaseFiles(leaseDirectory)
  supervisor.warmUp()
})
