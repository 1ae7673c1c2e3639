// What a record costs the test's process, beside pino with a file of its own.
// `./dev pnpm --filter ./bench run log [rounds]`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { defineServices, taskService } from '@curfew/core'
import { type Logger, pino } from 'pino'
import { printMachine, printTable } from './src/report.ts'
import { enter, leave } from './src/sandbox.ts'

const rounds = Number(process.argv[2] ?? 9)
const records = 50_000
const directory = mkdtempSync(path.join(tmpdir(), 'curfew-bench-log-'))

enter()
try {
  const perRecord = { pino: [] as number[], curfew: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    const file = pino.destination({ dest: path.join(directory, `${round}.ndjson`), sync: false })
    const peer = await cpuUs(
      pino({ base: { run: 'r', worker: 'w1', file: 'f', test: 't', service: 's' } }, file),
      () => {
        file.flushSync()
      },
    )
    file.end()
    const ours = await ofAService()
    // The first round warms up.
    if (round > 0) {
      perRecord.pino.push(peer)
      perRecord.curfew.push(ours)
    }
  }
  printMachine(`One record: CPU of the whole process, written to its file (${records} records a sample)`)
  printTable('µs', [
    { name: 'pino, a file of its own', values: perRecord.pino },
    { name: 'the log of a service', values: perRecord.curfew },
  ])
} finally {
  await leave()
  rmSync(directory, { recursive: true, force: true })
}

async function ofAService(): Promise<number> {
  const services = defineServices().service('subject', () => taskService({ intervalMs: 3_600_000, run() {} }))
  const stack = await services.start('subject')
  // The stop writes what is left to the file.
  return cpuUs(stack.subject.log, () => stack.stop())
}

async function cpuUs(log: Logger, flush: () => unknown): Promise<number> {
  const begun = process.cpuUsage()
  for (let index = 0; index < records; index++) {
    log.info({ index, status: 200 }, 'polled')
    // As in a real test, the event loop turns between records.
    if (index % 100 === 0) await setImmediate()
  }
  await flush()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / records
}
