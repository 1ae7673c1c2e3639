import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { addTestFile, makeCellFolder, outputFileOf, tell } from './cell-folder.ts'
import type { Cell, Column, Exit } from './cell.ts'
import { Evidence } from './evidence.ts'
import type { Target } from './fault.ts'
import { judge } from './judge.ts'
import { isReached } from './moments.ts'
import type { Seen } from './processes.ts'
import { cleanEnvironment, startRunner, type RunnerProcess } from './runner-process.ts'
import { ServiceWatch } from './service-watch.ts'
import { noStops, readStops } from './stop-order.ts'
import { markVariable, SurvivorSearch } from './survivors.ts'
import { within } from './within.ts'

const momentLimitMs = 30_000
const exitLimitMs = 20_000
/** After the runner has ended: a stop that takes longer than all limits of the services together is a hang. */
const goneLimitMs = 6_000
/** Without curfew nobody ends what lives then: a leak is what lives so long after the runner. */
const leakAfterMs = 400
const takeOverLimitMs = 1_000
/** A run has to be dead for so long before another one finishes what it left. */
const sweepMinAgeMs = 2_100
const lookMs = 10

/** What one cell came to, in one column. */
export interface CellResult {
  readonly column: Column
  /** Why it is red, one sentence each; none when it is green. */
  readonly problems: readonly string[]
  readonly exit: Exit | undefined
  readonly survivors: readonly Seen[]
  /** From the fault to the first SIGTERM that it caused. */
  readonly termMs: number | undefined
  /** From the fault until no service of the broken test was left. */
  readonly goneMs: number | undefined
  /** From the fault until the runner had ended. */
  readonly exitMs: number | undefined
  readonly durationMs: number
  /** The lab was too slow: what it was to break had ended by then. It proves nothing, and has to be run again. */
  readonly isMissed?: boolean
  /** The folder of the cell; it is kept when the cell is red. */
  readonly dir: string
}

const running = new Set<SurvivorSearch>()

/** Ends everything that belongs to the cells that run: the lab itself is to end. */
export async function killLeftOver(): Promise<void> {
  await Promise.all([...running].map((search) => search.killAll()))
}

/** Runs a cell with curfew or without, and judges it. Nothing that it started is left afterwards. */
export async function runCell(cell: Cell, column: Column, repeat: number): Promise<CellResult> {
  const startedAtMs = Date.now()
  const dir = makeCellFolder(cell, column)
  const search = new SurvivorSearch(path.basename(dir), dir)
  const evidence = new Evidence(path.join(dir, 'events.ndjson'))
  running.add(search)
  try {
    const result = await new CellRun(cell, column, { dir, search, evidence, repeat }).run()
    return { ...result, dir, durationMs: Date.now() - startedAtMs }
  } catch (error) {
    // The lab goes on: one cell that cannot be judged is red.
    const problem = `the lab: ${error instanceof Error ? error.message : String(error)}`
    return { ...unreached, column, problems: [problem], dir, durationMs: Date.now() - startedAtMs }
  } finally {
    evidence.close()
    await search.killAll()
    running.delete(search)
  }
}

interface CellContext {
  readonly dir: string
  readonly search: SurvivorSearch
  readonly evidence: Evidence
  readonly repeat: number
}

class CellRun {
  readonly #cell: Cell
  readonly #column: Column
  readonly #context: CellContext
  readonly #problems: string[] = []

  constructor(cell: Cell, column: Column, context: CellContext) {
    this.#cell = cell
    this.#column = column
    this.#context = context
  }

  async run(): Promise<Omit<CellResult, 'dir' | 'durationMs'>> {
    const runner = this.#start()
    const before = await this.#reach(runner)
    if (before !== undefined) return { ...unreached, column: this.#column, problems: [before] }
    const { fault, moment } = this.#cell
    const { search, evidence, repeat } = this.#context
    const supervisors = search.supervisors().length
    // A little later each time, so that repeats meet races that one run would not.
    if (repeat > 0) await sleep((repeat * 7) % 40)

    const faultAtMs = Date.now()
    if (!(await this.#break(runner))) return { ...unreached, column: this.#column, problems: [], isMissed: true }
    const services = new ServiceWatch(evidence)
    // Without curfew, a run that is cancelled waits for its hooks: they must not wait for a service that is held.
    if (fault.goesOn === true || this.#column === 'plain') await this.#goOn(services, supervisors, faultAtMs)
    const exit = await within(runner.exited, exitLimitMs)
    const exitAtMs = Date.now()
    if (exit === undefined) this.#problems.push(`the runner was not over ${exitLimitMs} ms after the fault`)
    const isSwept = fault.sweptByNext === true && this.#column === 'curfew'
    if (isSwept) await this.#nextRun()

    const survivors = await this.#survivors()
    await services.gone(survivors.length === 0 ? lookMs * 10 : 0)
    services.stop()
    const stops = this.#column === 'curfew' ? await readStops(search.journals()) : noStops
    this.#problems.push(...judge(this.#cell, this.#column, { exit, survivors, stops, events: evidence.all() }))
    const firstTermMs = stops.terminatedAtMs.filter((timeMs) => timeMs >= faultAtMs).toSorted((a, b) => a - b)[0]
    // How long it takes is then a matter of when the next run comes, or when the tests end.
    const isTimed = !isSwept && fault.name !== 'sigkill-supervisor'
    const since = (timeMs: number | undefined) => (timeMs === undefined || !isTimed ? undefined : timeMs - faultAtMs)
    return {
      column: this.#column,
      problems: this.#problems,
      exit,
      survivors,
      // While stopping, the first signals were sent before.
      termMs: moment === 'stopping' ? undefined : since(firstTermMs),
      goneMs: since(services.goneAtMs),
      exitMs: since(exitAtMs),
    }
  }

  #start(only?: string): RunnerProcess {
    const { runner, pool, fault, moment } = this.#cell
    const { dir } = this.#context
    // A run that is only to finish what was left is broken by nothing.
    const kind = only === undefined ? (fault.io ?? 'pipes') : 'pipes'
    return startRunner({
      command: runner.command({ column: this.#column, pool, fault: { ...fault, io: kind } }, only),
      cwd: dir,
      env: {
        ...cleanEnvironment(),
        // A supervisor also sweeps what dead runs of other projects left: cells are to be judged one by one.
        TMPDIR: path.join(dir, 'tmp'),
        // Hundreds of runners are started: what they load is compiled once.
        NODE_COMPILE_CACHE: path.join(runner.folder(), 'compile-cache'),
        [markVariable]: path.basename(dir),
        LAB_DIR: dir,
        LAB_MOMENT: only === undefined ? moment : 'running',
        LAB_DEED: fault.deed,
        ...fault.env,
      },
      outputFile: outputFileOf(dir),
      terminal: kind !== 'pipes',
    })
  }

  /** Waits until the services are where the fault is to find them; tells why they never were. */
  async #reach({ exited }: RunnerProcess): Promise<string | undefined> {
    const { evidence, repeat } = this.#context
    const reached = evidence.until((events) => isReached(this.#cell, repeat, events)).then(() => 'reached')
    const ended = exited.then((exit) => `the runner ended before (${exit})`)
    const how = (await within(Promise.race([reached, ended]), momentLimitMs)) ?? `not within ${momentLimitMs} ms`
    return how === 'reached' ? undefined : `"${this.#cell.moment}" was never reached: ${how}`
  }

  /** Does what the fault is; tells whether there was still something to break. Only a stop is over by itself. */
  async #break(runner: RunnerProcess): Promise<boolean> {
    try {
      await this.#cell.fault.apply(this.#target(runner))
      return true
    } catch (error) {
      if (this.#cell.moment === 'stopping' && (error as NodeJS.ErrnoException).code === 'ESRCH') return false
      throw error
    }
  }

  #target(runner: RunnerProcess): Target {
    const { search, evidence, dir } = this.#context
    return {
      pid: runner.pid,
      column: this.#column,
      pool: this.#cell.pool,
      workerPid: (owner) => evidence.all().find((entry) => entry.event === 'worker' && entry.owner === owner)?.pid ?? 0,
      supervisorPid: () => search.supervisors().at(-1)?.pid ?? 0,
      type: (text) => runner.type(text),
      tellFault: () => tell(dir, 'fault'),
      event: async (isIt) => {
        await within(
          evidence.until((events) => events.some((entry) => isIt(entry))),
          exitLimitMs,
        )
        const found = evidence.all().find((entry) => isIt(entry))
        if (found === undefined) throw new Error(`What "${this.#cell.fault.name}" waits for did not happen.`)
        return found
      },
    }
  }

  /** The run outlives the fault: sees to it that it can, then lets the tests end. */
  async #goOn(services: ServiceWatch, supervisors: number, faultAtMs: number): Promise<void> {
    const { fault, moment } = this.#cell
    if (this.#column === 'curfew') {
      if (fault.name === 'sigkill-supervisor' && moment !== 'stopping') await this.#takeOver(supervisors, faultAtMs)
      // Those of the other worker live on while those of the dead one are stopped.
      if (fault.second === 'same') await services.gone(goneLimitMs)
      this.#refuseSignals(fault.name === 'sigkill-supervisor' && moment !== 'stopping' ? 'a' : 'b')
    }
    tell(this.#context.dir, 'release')
  }

  async #takeOver(before: number, faultAtMs: number): Promise<void> {
    const { search } = this.#context
    while (search.supervisors().length === before && Date.now() < faultAtMs + takeOverLimitMs) await sleep(lookMs)
    if (search.supervisors().length > before) return
    this.#problems.push(`no other supervisor took over within ${takeOverLimitMs} ms`)
  }

  /** Nobody but the services of the broken test is to be told to end. */
  #refuseSignals(owner: string): void {
    for (const told of this.#context.evidence.all()) {
      if (told.event !== 'term' || told.owner !== owner) continue
      this.#problems.push(`${told.service} of "${owner}" was told to end, although its owner lives`)
    }
  }

  /** Another run of the same project finishes what nobody was left for. */
  async #nextRun(): Promise<void> {
    await sleep(sweepMinAgeMs)
    addTestFile(this.#context.dir, this.#cell, { column: 'curfew', owner: 'next', suite: 'small' })
    const exit = await within(this.#start('next').exited, exitLimitMs)
    if (exit !== 0) this.#problems.push(`the next run ended with ${exit ?? 'nothing'}`)
  }

  async #survivors(): Promise<readonly Seen[]> {
    const { search, evidence } = this.#context
    const isPlain = this.#column === 'plain'
    const deadlineMs = Date.now() + (isPlain ? leakAfterMs : goneLimitMs)
    for (;;) {
      const events = evidence.all()
      const known = search.known(events)
      // A look at all of /proc, only when it can be the last one.
      const left = known.length === 0 ? search.find(events) : known
      if (left.length === 0) return []
      if (Date.now() > deadlineMs) return search.find(events)
      await sleep(lookMs)
    }
  }
}

const unreached = {
  exit: undefined,
  survivors: [],
  termMs: undefined,
  goneMs: undefined,
  exitMs: undefined,
}
