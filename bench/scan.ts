// What a look for a service's tree costs on a machine with many processes, 2,000 of which are our own here: with the
// kernel's containment, where only what is below the supervisor is looked at, and without it, where all of them are searched
// for the mark. `./dev pnpm --filter ./bench run scan [processes] [samples]`
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { describeContainment, doctor, sweep } from '@curfew/supervisor'
import { printMachine, printTable } from './src/report.ts'
import { startSupervised } from './src/supervised.ts'

const [count = 2_000, samples = 30] = process.argv.slice(2).map(Number)
/** They end by themselves, should this program be killed. */
const sleepSeconds = '300'
const batch = 50

// A register of its own: a sweep must not finish off what other runs of this user left.
const directory = mkdtempSync(path.join(tmpdir(), 'curfew-bench-'))
process.env['TMPDIR'] = directory
const contained = await startSupervised('of the kernel')
const alone = await startSupervised('none')
const sleepers: ChildProcess[] = []

try {
  const inside = await contained.spawn('sleep', [sleepSeconds])
  const outside = await alone.spawn('sleep', [sleepSeconds])
  const measure = async () => {
    const values = { roundTrip: [] as number[], contained: [] as number[], all: [] as number[], sweep: [] as number[] }
    for (let sample = 0; sample < samples; sample++) {
      values.roundTrip.push(await timed(() => contained.processHost.leaks([])))
      values.contained.push(await timed(() => inside.refresh()))
      values.all.push(await timed(() => outside.refresh()))
      values.sweep.push(await timed(() => sweep({ root: directory })))
    }
    printMachine(`A look for the tree of one service, among ${doctor().processes.count} processes`)
    printTable('ms', [
      { name: 'a question to the supervisor that needs no look', values: values.roundTrip },
      { name: `contained by the kernel (${describeContainment().kind})`, values: values.contained },
      { name: 'not contained: all processes searched for its mark', values: values.all },
      { name: 'sweep(): all marks of all processes, in this process', values: values.sweep },
    ])
  }
  await measure()
  await spawnSleepers()
  await measure()
} finally {
  for (const sleeper of sleepers) sleeper.kill('SIGKILL')
  await contained.close()
  await alone.close()
  rmSync(directory, { recursive: true, force: true })
}

async function timed(look: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await look()
  return performance.now() - begun
}

/** A few at a time: each is a fork of this process. */
async function spawnSleepers(): Promise<void> {
  while (sleepers.length < count) {
    const started = Array.from({ length: Math.min(batch, count - sleepers.length) }, () =>
      spawn('sleep', [sleepSeconds], { stdio: 'ignore' }),
    )
    sleepers.push(...started)
    await Promise.all(started.map((sleeper) => once(sleeper, 'spawn')))
  }
}
