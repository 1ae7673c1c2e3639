import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import type { LabEvent } from './evidence.ts'
import {
  environmentOf,
  type Identity,
  identify,
  isAlive,
  listenersOn,
  type Seen,
  commandOf,
  withVariables,
} from './processes.ts'

/** The lab's own mark, in the environment of everything that a cell starts; a supervisor passes `CURFEW_…` on. */
export const markVariable = 'CURFEW_FAULT_LAB'

const killLimitMs = 5_000

/** Looks for what is left of one cell. */
export class SurvivorSearch {
  readonly #mark: string
  readonly #runsDir: string

  constructor(mark: string, cellDir: string) {
    this.#mark = `${markVariable}=${mark}`
    this.#runsDir = path.join(cellDir, '.curfew', 'runs')
  }

  /** Everything that lives: by mark, by pid and by port. */
  find(events: readonly LabEvent[]): readonly Seen[] {
    const found = new Map<number, Seen>()
    const add = (seen: Seen): void => void (found.has(seen.pid) || found.set(seen.pid, seen))
    for (const seen of withVariables([this.#mark, ...this.#runMarks()])) add(seen)
    for (const seen of this.known(events)) add(seen)
    const ports = new Set(events.flatMap(({ port }) => port ?? []))
    for (const seen of listenersOn(ports)) if (!this.#isOfAnotherCell(seen)) add(seen)
    return [...found.values()]
  }

  /** What told us its pid and lives: a fraction of the price. */
  known(events: readonly LabEvent[]): readonly Seen[] {
    const services = events.flatMap(({ pid, startTime, service }) =>
      pid === undefined || startTime === undefined || service === undefined ? [] : [{ pid, startTime }],
    )
    return [...services, ...this.supervisors()]
      .filter((identity) => isAlive(identity))
      .map(({ pid, startTime }) => ({ pid, startTime, command: commandOf(pid), by: 'pid' }))
  }

  /** Every supervisor that the runs of the cell ever published, the newest last. */
  supervisors(): readonly Identity[] {
    return this.#runs().flatMap((run) => {
      const dir = path.join(this.#runsDir, run, 'supervisor')
      const generations = filesOf(dir)
        .filter((name) => name.endsWith('.ndjson'))
        .toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
      return generations.map((name) => JSON.parse(readFileSync(path.join(dir, name), 'utf8')) as Identity)
    })
  }

  /** All journals of all runs of the cell. */
  journals(): readonly string[] {
    return this.#runs().flatMap((run) => {
      const dir = path.join(this.#runsDir, run, 'journal')
      return filesOf(dir).map((name) => path.join(dir, name))
    })
  }

  #runs(): readonly string[] {
    return filesOf(this.#runsDir).filter((name) => !name.startsWith('.'))
  }

  #runMarks(): readonly string[] {
    return this.#runs().map((run) => `CURFEW_RUN=${run}`)
  }

  /** Its port was free again, and given away. */
  #isOfAnotherCell({ pid }: Seen): boolean {
    return environmentOf(pid).some((entry) => entry.startsWith(`${markVariable}=`) && entry !== this.#mark)
  }

  /** Kills everything that is left. Only what is proved to be of this cell by its mark. */
  async killAll(): Promise<void> {
    for (const deadlineMs = Date.now() + killLimitMs; ;) {
      const left = withVariables([this.#mark])
      if (left.length === 0) return
      if (Date.now() > deadlineMs) throw new Error(`Cannot be killed: ${left.map(({ pid }) => pid).join(', ')}`)
      for (const { pid, startTime } of left) if (identify(pid)?.startTime === startTime) kill(pid)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function filesOf(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return [] // nothing was started yet
  }
}
