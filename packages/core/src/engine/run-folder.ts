import process from 'node:process'
import type { Clock } from '@curfew/protocol'
import { loadLogging } from '../logging/load-logging.ts'
import type { ServiceLog } from '../logging/service-log.ts'
import { placeOf } from '../place.ts'
import { newRun, runFromEnv, type RunContext } from '../run/run-context.ts'
import { makeTempDirectory } from '../run/temp-directory.ts'
import { serviceDirectorySomewhere, writableRun } from '../run/writable-run.ts'
import type { Member } from '../scope/member.ts'
import type { RunJournal } from './run-journal.ts'

/** What is asked of the engine for the folder of its run. */
export interface RunFolderFacts {
  readonly clock: Clock
  readonly journal: RunJournal
  /** The run that the runner says this process belongs to. */
  readonly givenRun: () => RunContext | undefined
}

/** The run that this process belongs to, and its folder: made when something is first written into it. */
export class RunFolder {
  readonly #facts: RunFolderFacts
  #run: RunContext | undefined
  #writable: { readonly of: RunContext; readonly run: RunContext } | undefined

  constructor(facts: RunFolderFacts) {
    this.#facts = facts
  }

  /** The run, with a folder that exists. @throws {RunFolderError} */
  writable(): RunContext {
    const run = this.#context()
    if (this.#writable?.of === run) return this.#writable.run
    const { run: writable, prepared } = writableRun(run, (message) => {
      this.#facts.journal.warn(message, true)
    })
    this.#writable = { of: run, run: writable }
    void prepared.pruned.then(({ failed }) => {
      for (const message of failed) this.#facts.journal.warn(message)
    })
    return writable
  }

  /** Makes a directory in the run's folder; where that cannot be written, in the system's folder for such. */
  makeTempDirectory(scopeId: string): string {
    return makeTempDirectory(this.#context(), scopeId)
  }

  /** Opens the log of a service, in a folder of its own. */
  async openLog(member: Member): Promise<ServiceLog> {
    const { clock, journal } = this.#facts
    const { openServiceLog } = await loadLogging()
    const { run, worker } = this.#context()
    const { node, cluster } = placeOf(member)
    const { file = null, test = null, attempt = null } = member.scope.owner
    const directory = serviceDirectorySomewhere(
      () => this.writable(),
      member.name,
      (message) => {
        journal.warn(message, true)
      },
    )
    const { name: service, protocol } = member
    return openServiceLog({
      clock,
      directory,
      pid: () => member.runtime?.pid,
      fields: { run, worker, file, test, attempt, service, node, cluster, runtime: protocol.traits.kind },
    })
  }

  /** The next use may be of another run: a runner that watches has many. */
  forget(): void {
    this.#run = undefined
  }

  #context(): RunContext {
    this.#run ??= this.#facts.givenRun() ?? runFromEnv(process.env, null) ?? newRun()
    return this.#run
  }
}
