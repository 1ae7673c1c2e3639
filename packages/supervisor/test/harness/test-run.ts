import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  userDirectory,
  type OutputLine,
  type ProcessHandle,
  type ProcessHost,
  type ProcessSpawnOrder,
} from '@curfew/protocol'
import { journalFault } from '@curfew/protocol/journal'
import { afterAll, expect, onTestFinished } from 'vitest'
import { connectProcessHost, endRun } from '../../src/index.ts'
import { isLiving, killLeftovers } from './living.ts'

/** An owner of a run, with what a test asks of it. */
export interface TestRun {
  readonly run: string
  readonly directory: string
  readonly processHost: ProcessHost
  /** An order with every field set, changed by what is given. */
  order(changes: OrderChanges): ProcessSpawnOrder
  spawn(changes: OrderChanges): Promise<ProcessHandle>
  /** The entries of an owner's journal. */
  journal(owner?: string): readonly JournalLine[]
}

export type OrderChanges = Partial<ProcessSpawnOrder> & Pick<ProcessSpawnOrder, 'command'>

export interface JournalLine {
  readonly event: string
  readonly [field: string]: unknown
}

// The supervisor runs from its sources here; the cache spares each of them the compilation. Nobody else may put code there.
process.env['NODE_COMPILE_CACHE'] ??= path.join(userDirectory(), 'test-compile-cache')

let serial = 0

/** The run that the tests of one file share: one start of a supervisor, and an owner for each test. */
let shared: string | undefined

afterAll(async () => {
  if (shared !== undefined) await removeRun(shared)
})

/** An owner of its own, in the run of this test file; closed when the test is over. */
export async function openOwner(): Promise<TestRun> {
  shared ??= makeDirectory()
  serial += 1
  const opened = await openIn(shared, `owner-${serial}`)
  onTestFinished(() => opened.processHost.close())
  return opened
}

/** A run of its own, with a supervisor of its own; ended when the test is over. */
export async function openRun(owner = 'owner-1'): Promise<TestRun> {
  const directory = runDirectory()
  return openIn(directory, owner)
}

/** A folder for a run that the test opens by itself; ended and removed when the test is over. */
export function runDirectory(): string {
  const directory = makeDirectory()
  onTestFinished(() => removeRun(directory))
  return directory
}

function makeDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'curfew-test-'))
}

async function removeRun(directory: string): Promise<void> {
  await endRun(directory)
  killLeftovers(path.basename(directory))
  rmSync(directory, { recursive: true, force: true })
}

async function openIn(directory: string, owner: string): Promise<TestRun> {
  const run = path.basename(directory)
  const processHost = await connectProcessHost({ run, runDirectory: directory, owner })
  const order = (changes: OrderChanges): ProcessSpawnOrder => makeOrder(directory, changes)
  return {
    run,
    directory,
    processHost,
    order,
    spawn: (changes) => processHost.spawn(order(changes)),
    journal: (name = owner) => readJournal(directory, name),
  }
}

export function makeOrder(directory: string, changes: OrderChanges): ProcessSpawnOrder {
  serial += 1
  const service = changes.service ?? 'api'
  const id = changes.id ?? `s${serial}-${service}`
  const logDirectory = path.join(directory, 'services', `${serial}`)
  mkdirSync(logDirectory, { recursive: true })
  return {
    id,
    service,
    scopeId: 'test-1',
    needs: [],
    args: [],
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '' },
    umask: 0o022,
    shell: false,
    host: '127.0.0.1',
    ports: {},
    stop: { signal: 'SIGTERM', stopTimeoutMs: 2000, killTimeoutMs: 60_000 },
    log: { directory: logDirectory, maxLogBytes: 256 * 1024 * 1024, fields: { service } },
    ...changes,
  }
}

/** The path of a fixture program. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
}

/** `node server.mjs …` */
export function server(...args: readonly string[]): Pick<ProcessSpawnOrder, 'command' | 'args'> {
  return { command: process.execPath, args: [fixture('server.mjs'), ...args] }
}

/** Resolves with the first line that matches. */
export function lineOf(handle: ProcessHandle, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve) => {
    const end = handle.onLine((line) => {
      const match = pattern.exec(line.text)
      if (match === null) return
      resolve(match)
      setImmediate(() => end())
    })
  })
}

/** Resolves when the server listens, with its pid and port. */
export async function ready(handle: ProcessHandle): Promise<{ readonly pid: number; readonly port: number }> {
  const match = await lineOf(handle, /^ready (\d+) (\d+)$/)
  return { pid: Number(match[1]), port: Number(match[2]) }
}

/** The pid of a child that the server says it has. */
export async function childOf(handle: ProcessHandle): Promise<number> {
  const match = await lineOf(handle, /"child":(\d+)/)
  return Number(match[1])
}

export function texts(lines: readonly OutputLine[]): readonly string[] {
  return lines.map(({ text }) => text)
}

export function readJournal(directory: string, owner: string): readonly JournalLine[] {
  const text = readFileSync(path.join(directory, 'journal', `${owner}.ndjson`), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const entry = JSON.parse(line) as JournalLine
      // What tests record for an owner may be of their own; what the supervisor writes is of the schema.
      expect(journalFault(entry) ?? 'unknown event').toMatch(/^unknown event/)
      return entry
    })
}

/** The pid of the run's supervisor. */
export function supervisorPid(directory: string, generation = 1): number {
  const text = readFileSync(path.join(directory, 'supervisor', `${generation}.ndjson`), 'utf8')
  return (JSON.parse(text) as { readonly pid: number }).pid
}

/** The pid of who starts another supervisor when that one is killed. */
export function guardPid(directory: string, generation = 1): number {
  const text = readFileSync(path.join(directory, 'supervisor', `${generation}.ndjson`), 'utf8')
  return (JSON.parse(text) as { readonly guard: { readonly pid: number } }).guard.pid
}

/** Resolves when the process is gone; a test that waits in vain ends by its own limit. */
export async function untilGone(pid: number): Promise<void> {
  while (isLiving(pid)) {
    await new Promise((resolve) => {
      setTimeout(resolve, 2)
    })
  }
}

/** Resolves when the three late needs of the fixture `owner.mjs` are in the journal: its supervisor may be killed now. */
export async function untilLateNeeds(directory: string, owner: string): Promise<void> {
  while (readJournal(directory, owner).filter(({ event }) => event === 'service-needs').length < 3) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}
