// How bytes get from a service to its log: the ways side by side. What was chosen, and why: bench/output.md.
// `./dev pnpm --filter ./bench run output [rounds]`
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { printMachine, printTable } from './src/report.ts'
import { median } from './src/statistics.ts'

const rounds = Number(process.argv[2] ?? 5)
const directory = mkdtempSync(path.join(tmpdir(), 'curfew-bench-output-'))
const reader = fileURLToPath(new URL('programs/output-reader.ts', import.meta.url))

/** Nobody reads; a file that is read while it grows; a FIFO that is copied to the log: by us, by the kernel for us, or by `cat`. */
const ways = [
  'floor',
  'file',
  'file, records',
  'FIFO 64 KiB',
  'FIFO 1 MiB',
  'FIFO 1 MiB, spliced',
  'FIFO 1 MiB, records',
  'FIFO 64 KiB by cat',
] as const
type Way = (typeof ways)[number]

interface Workload {
  readonly name: string
  readonly bytes: number
  readonly command: readonly string[]
}

const node = (script: string): readonly string[] => [process.execPath, '-e', script]
const workloads: readonly Workload[] = [
  {
    name: '1,000,000 lines of 100 bytes, in blocks',
    bytes: 100_000_000,
    command: node(
      `const b = Buffer.from(('x'.repeat(99) + '\\n').repeat(640)); for (let n = 1e6; n > 0; n -= 640) require('fs').writeSync(1, b, 0, 100 * Math.min(n, 640))`,
    ),
  },
  {
    name: '100,000 lines of 100 bytes, a write each',
    bytes: 10_000_000,
    command: node(
      `const b = Buffer.from('x'.repeat(99) + '\\n'); for (let n = 1e5; n > 0; n--) require('fs').writeSync(1, b)`,
    ),
  },
  {
    name: '30,000 times console.log, then process.exit()',
    bytes: 3_000_000,
    command: node(`for (let i = 0; i < 30_000; i++) console.log('x'.repeat(99)); process.exit(0)`),
  },
  {
    name: 'one console.log of 3 MB, then process.exit()',
    bytes: 3_000_000,
    command: node(`console.log('x'.repeat(2_999_999)); process.exit(0)`),
  },
  {
    name: 'bash: 200 lines, and one to /dev/stdout after each',
    bytes: 200 * 18,
    command: ['bash', '-c', 'for i in {1..200}; do echo "line one"; echo "line two" > /dev/stdout; done'],
  },
]

interface Sample {
  readonly exitMs: number
  readonly readMs: number
  readonly kept: number
  readonly cpuMs: number
}

let serial = 0

async function measure(way: Way, { command }: Workload): Promise<Sample> {
  serial += 1
  const log = path.join(directory, `${serial}.log`)
  const records = path.join(directory, `${serial}.ndjson`)
  const isFifo = way.startsWith('FIFO')
  const source = isFifo ? path.join(directory, `${serial}.fifo`) : log
  if (isFifo) execFileSync('mkfifo', [source])
  // Read and write: the writer then always has a reader.
  const fd = openSync(source, isFifo ? 'r+' : 'a')
  const reading = await startReader(way, source, log, records)
  const begun = performance.now()
  const writer = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', fd, 'inherit'] })
  await once(writer, 'exit')
  const exitMs = performance.now() - begun
  closeSync(fd)
  const cpuMs = await reading.finish()
  const sample = { exitMs, readMs: performance.now() - begun, kept: statSync(log).size, cpuMs }
  for (const file of [log, records, source]) rmSync(file, { force: true })
  return sample
}

async function startReader(
  way: Way,
  source: string,
  log: string,
  records: string,
): Promise<{ readonly finish: () => Promise<number> }> {
  if (way === 'floor') return { finish: () => Promise.resolve(0) }
  if (way.endsWith('cat')) {
    const child = spawn('sh', ['-c', 'exec cat "$0" >>"$1"', source, log], { stdio: 'ignore' })
    return { finish: () => endOf(child, cpuOf(child.pid ?? 0)) }
  }
  const child = spawn(process.execPath, [reader, way, source, log, records], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  while (!said.includes('ready')) await once(child.stdout, 'data')
  return {
    async finish() {
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
      return (JSON.parse(said.trim().split('\n').at(-1) ?? '') as { readonly cpuMs: number }).cpuMs
    },
  }
}

async function endOf(child: ChildProcess, value: number): Promise<number> {
  if (child.exitCode === null) await once(child, 'close')
  return value
}

/** In ticks of 10 ms: all that can be had of another process. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}

try {
  for (const workload of workloads) {
    const samples = new Map(ways.map((way) => [way, [] as Sample[]]))
    for (let round = 0; round < rounds; round++) {
      for (const way of ways) samples.get(way)?.push(await measure(way, workload))
    }
    printMachine(workload.name)
    printTable(
      'ms',
      ways.map((way) => ({ name: `${way}: until it exits`, values: samples.get(way)?.map((s) => s.exitMs) ?? [] })),
    )
    for (const way of ways) {
      const all = samples.get(way) ?? []
      const kept = all.map((sample) => (100 * sample.kept) / workload.bytes)
      console.log(
        `  ${way.padEnd(22)} all read after ${median(all.map((s) => s.readMs)).toFixed(0)} ms, ` +
          `reader's CPU ${median(all.map((s) => s.cpuMs)).toFixed(0)} ms, ` +
          `kept ${median(kept).toFixed(1)} % (least ${Math.min(...kept).toFixed(1)} %)`,
      )
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
