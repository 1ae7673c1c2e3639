// What a process costs: the first of a run, a later one, and the stop of a tree; beside spawn and kill of Node itself.
// `./dev pnpm --filter ./bench run processes [samples]`
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import process from 'node:process'
import { promisify } from 'node:util'
import { type Service, defineServices, processService } from '@curfew/core'
import { describeContainment } from '@curfew/supervisor'
import { printMachine, printTable } from './src/report.ts'
import { enter, leave } from './src/sandbox.ts'
import { startSupervised, type Supervised } from './src/supervised.ts'

const samples = Number(process.argv[2] ?? 30)
const sleeper = { command: 'sleep', args: ['1000'] }
const tree = { command: 'sh', args: ['-c', `${'sleep 1000 & '.repeat(10)}wait`] }

await firstOfARun()
await supervisorAlone()
enter()
try {
  // The first one of the run is measured above.
  await cycle(sleeper)
  await compare('A later process: sleep', sleeper)
  await compare('A tree of eleven processes: sh with ten children', tree)
} finally {
  await leave()
}

/** In a process of its own each, which has nothing loaded and no supervisor yet. */
async function firstOfARun(): Promise<void> {
  const program = fileURLToPath(new URL('programs/first-process.ts', import.meta.url))
  const measured: Readonly<Record<string, number[]>> = { bare: [], cold: [], prewarmed: [] }
  for (let round = 0; round < Math.ceil(samples / 3); round++) {
    for (const [name, values] of Object.entries(measured)) {
      const { stdout } = await promisify(execFile)(process.execPath, [program, name])
      values.push(Number(stdout))
    }
  }
  printMachine('The first process of a run, from the order to start until it is spawned')
  printTable('ms', [
    { name: 'child_process.spawn', values: measured['bare'] ?? [] },
    { name: 'curfew, supervisor prewarmed', values: measured['prewarmed'] ?? [] },
    { name: 'curfew, supervisor started by it', values: measured['cold'] ?? [] },
  ])
}

/** Without the engine: what the supervisor adds to a spawn, and what the kernel's containment is of that. */
async function supervisorAlone(): Promise<void> {
  const containedOne = await startSupervised('of the kernel')
  const otherOne = await startSupervised('none')
  const measured: Record<'bare' | 'contained' | 'other', Cycle[]> = { bare: [], contained: [], other: [] }
  try {
    // The first one of a supervisor is measured above.
    for (const supervised of [containedOne, otherOne]) await orderedCycle(supervised)
    for (let sample = 0; sample < samples; sample++) {
      measured.bare.push(await bareCycle(sleeper))
      measured.contained.push(await orderedCycle(containedOne))
      measured.other.push(await orderedCycle(otherOne))
    }
  } finally {
    await containedOne.close()
    await otherOne.close()
  }
  const { kind } = describeContainment()
  const rows = (part: keyof Cycle, floor: string) => [
    { name: floor, values: measured.bare.map((one) => one[part]) },
    { name: `supervisor, contained by the kernel (${kind})`, values: measured.contained.map((one) => one[part]) },
    { name: 'supervisor, not contained', values: measured.other.map((one) => one[part]) },
  ]
  printMachine('The supervisor alone: a later process, from the order until it is spawned, and until it is gone')
  printTable('ms', rows('startMs', 'child_process.spawn'))
  printTable('ms', rows('stopMs', 'kill of the group, until it exits'))
}

async function orderedCycle(supervised: Supervised): Promise<Cycle> {
  const begun = performance.now()
  const handle = await supervised.spawn(sleeper.command, sleeper.args)
  const spawned = performance.now()
  await settle()
  const asked = performance.now()
  await handle.terminate('SIGTERM')
  await handle.gone
  return { startMs: spawned - begun, stopMs: performance.now() - asked }
}

interface Cycle {
  readonly startMs: number
  readonly stopMs: number
}

async function compare(title: string, program: typeof sleeper): Promise<void> {
  const bare: Cycle[] = []
  const ours: Cycle[] = []
  for (let sample = 0; sample < samples; sample++) {
    bare.push(await bareCycle(program))
    ours.push(await cycle(program))
  }
  printMachine(title)
  printTable('ms', [
    { name: 'start: child_process.spawn', values: bare.map(({ startMs }) => startMs) },
    { name: 'start: curfew, until running', values: ours.map(({ startMs }) => startMs) },
  ])
  printTable('ms', [
    { name: 'stop: kill of the group, until the first exits', values: bare.map(({ stopMs }) => stopMs) },
    { name: 'stop: curfew, until the tree is gone', values: ours.map(({ stopMs }) => stopMs) },
  ])
}

async function bareCycle({ command, args }: typeof sleeper): Promise<Cycle> {
  const begun = performance.now()
  const child = spawn(command, args, { detached: true, stdio: 'ignore' })
  await once(child, 'spawn')
  const spawned = performance.now()
  await settle()
  const asked = performance.now()
  process.kill(-(child.pid ?? 0), 'SIGTERM')
  await once(child, 'exit')
  return { startMs: spawned - begun, stopMs: performance.now() - asked }
}

async function cycle({ command, args }: typeof sleeper): Promise<Cycle> {
  const services = defineServices().service('subject', () => processService({ command, args, ports: [] }))
  const begun = performance.now()
  await using stack = await services.start('subject')
  const running = performance.now()
  await settle()
  const asked = performance.now()
  await (stack.subject as Service).stop()
  return { startMs: running - begun, stopMs: performance.now() - asked }
}

/** Lets `sh` spawn its children. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50))
}
