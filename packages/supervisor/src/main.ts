import { writeSync } from 'node:fs'
import path from 'node:path'
import { userDirectory } from '@curfew/protocol'
import { socketAddress, sweepSockets } from './address.ts'
import { claimSuccession, hasLeft, markLeft, publish, readLeft } from './generations.ts'
import { guardOfSelf } from './guard.ts'
import { readHistories } from './journal/history.ts'
import { keepListening } from './listen.ts'
import { findPortHolder } from './ports/port-holder.ts'
import { sweepLeaseFiles } from './ports/lease-file.ts'
import { PortLeases } from './ports/port-leases.ts'
import { portRange } from './ports/port-range.ts'
import { serveConnection } from './run/connection.ts'
import { Supervisor } from './run/supervisor.ts'
import { parseArguments } from './supervisor-arguments.ts'
import { forgetRun, registerDirectory, registerRun } from './sweep/run-register.ts'
import type { FoundRun } from './sweep/run-state.ts'
import { defaultMinAgeMs, foundRuns } from './sweep/sweep.ts'
import { sweepRuns } from './sweep/sweep-runs.ts'
import { placeOfPids } from './system/place.ts'
import { identify } from './system/process-table.ts'
import { acceptLinks } from './wire/link.ts'
import { protocolVersion } from './wire/protocol.ts'

// The supervisor's process. Its standard error is `<runDirectory>/supervisor.log`.

const { run, runDirectory, root, ...args } = parseArguments(process.argv.slice(2))
const self = identify(process.pid) ?? { pid: process.pid, startTime: 0 }
const claimed = args.successor === true ? claimSuccession(runDirectory, args.generation, self) : args.generation
// Nothing to succeed: it left in order, or somebody else was faster.
const generation = claimed ?? process.exit(0)
const directory = userDirectory()
const address = socketAddress(directory, process.pid)
const leaseDirectory = path.join(directory, 'ports')
const register = registerDirectory(directory)
/** The sweep of what dead runs left; off the way of everything but a fixed port that is taken. */
const swept = Promise.withResolvers<void>()

function log(message: string): void {
  try {
    // Not through the stream, which tells of a full disk by an event: that would be logged as a bug, and again, for ever.
    writeSync(2, `${new Date().toISOString()} ${message}\n`)
  } catch {
    // The disk is full: owners are told over their connection, where there is one.
  }
}

function leave(left?: number): void {
  stopListening()
  if (left !== undefined) attempt('the end of the run could not be noted', () => noteEnd(left))
  process.exit(0)
}

/** What outlives this process is for a later run to sweep. */
function noteEnd(left: number): void {
  markLeft(runDirectory, left)
  if (left === 0) forgetRun(register, run)
}

/** What fails here costs a convenience, and must cost nothing else. */
function attempt(what: string, action: () => void): void {
  try {
    action()
  } catch (error) {
    log(`${what}: ${(error as Error).message}`)
  }
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
      // In another folder than before, if somebody has taken the name: then a lease fails, and says where.
      makeDirectory: () => sweepLeaseFiles(path.join(userDirectory(), 'ports')),
      record: { ...self, run, place: placeOfPids() },
      range: portRange(),
      findHolder: findPortHolder,
      beforeRefusal: () => swept.promise,
      processOf: (id) => processOf(id)?.describe() ?? null,
    }),
)

/** Finishes off what dead runs left: of this project, and of all others of this user. */
async function sweepBefore(): Promise<void> {
  const runs = path.dirname(runDirectory)
  const found = foundRuns(register, path.basename(runs) === 'runs' ? runs : undefined)
  const present: FoundRun = { run, directory: runDirectory, registered: undefined }
  const report = await sweepRuns({
    found: found.filter((each) => each.run !== run),
    register,
    minAgeMs: defaultMinAgeMs,
    // A run that is watched goes on after each of its ends; what it kept then goes now. After a supervisor that died, the
    // tests that kept something are still running.
    keptOf: (readLeft(runDirectory, generation - 1) ?? 0) > 0 ? present : undefined,
    complain: log,
  })
  for (const { run: of, service, outcome, wasKept } of report.services) {
    log(`swept "${service}" of run ${of}: ${outcome}${wasKept ? ' (it had been kept)' : ''}`)
  }
  for (const { process: info, run: of, why } of report.refused)
    log(`left alone pid ${info.pid} (${info.command}): run ${of}: ${why}`)
}

if (generation > 1 && !hasLeft(runDirectory, generation - 1)) supervisor.takeOver(readHistories(runDirectory))
// Before all that may fail (somebody removes the folder of the run): it leaves with its run, whatever becomes of it.
supervisor.watch()
const listening = (): void => {
  attempt('the run could not be registered', () => {
    registerRun(register, { run, runDirectory, root, place: placeOfPids() })
  })
  attempt('nobody can find this supervisor', () => {
    if (publish(runDirectory, generation, { ...self, protocol: protocolVersion, address, guard: guardOfSelf() })) return
    log(`generation ${generation} came too late, another one serves`)
    leave()
  })
  sweepSockets(directory).catch((error: Error) => log(`sockets that were left could not be swept: ${error.message}`))
  attempt('leases that were left could not be swept', () => sweepLeaseFiles(leaseDirectory))
  attempt('the first service will wait', () => supervisor.holdings.warmUp())
  sweepBefore().then(swept.resolve, swept.resolve)
}
const stopListening = keepListening({
  address,
  accept: acceptLinks((link) => serveConnection(link, supervisor)),
  listening,
  makeDirectory: userDirectory,
  log,
})
