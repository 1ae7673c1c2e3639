import { rm } from 'node:fs/promises'
import { messageOf } from '../errors/message-of.ts'
import type { ProcessHost } from '@curfew/protocol'
import { recordPassed } from '../run/passed-lines.ts'
import type { RunContext } from '../run/run-context.ts'
import type { Scope } from './scope.ts'
import type { Verdict } from './verdict.ts'

/** What is asked of the engine to let go of output. */
export interface PassedOutputFacts {
  readonly keepsAll: () => boolean
  /** The run, with a folder that exists. */
  readonly run: () => RunContext
  readonly processHost: () => Promise<ProcessHost | undefined>
  readonly warn: (message: string) => void
}

/**
 * Lets go of what the services of tests wrote that passed: their last lines go to one file of the worker, and their folders are
 * removed in the background. What nobody gives a verdict on is kept.
 */
export class PassedOutput {
  readonly #facts: PassedOutputFacts
  readonly #pending = new Set<Promise<void>>()

  constructor(facts: PassedOutputFacts) {
    this.#facts = facts
  }

  /** To be called when the owner of a scope passed; does nothing where there was an error or a warning to look into. */
  discard(scope: Scope, verdict: Verdict): void {
    const { errors, warnings, kept } = verdict
    if (scope.members.size === 0 || errors.length > 0 || warnings.length > 0 || kept.length > 0) return
    if (this.#facts.keepsAll()) return
    const discarded = this.#discard(scope, verdict)
      .catch((error: unknown) => {
        this.#facts.warn(
          `Output of ${scope.kind} "${scope.name}", which passed, could not be removed: ${messageOf(error)}`,
        )
      })
      .finally(() => this.#pending.delete(discarded))
    this.#pending.add(discarded)
  }

  /** Resolves when all of it is done. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending)
  }

  async #discard(scope: Scope, verdict: Verdict): Promise<void> {
    const { file = null, test = null, attempt = null } = scope.owner
    const services = verdict.services.map(({ name, lastLines }) => ({ name, lines: lastLines }))
    await recordPassed(this.#facts.run, { file, test, attempt, endedAtMs: verdict.closedAtMs, services })
    const gone = [...scope.members].filter(({ outcome }) => outcome?.gone === true)
    const written = gone.filter(({ log }) => log?.madeDirectory !== undefined)
    // Whoever ran a process reads its output to the end before it removes it.
    const processes = written.filter(({ protocol, runtime }) => protocol.traits.isHosted && runtime?.pid !== undefined)
    if (processes.length > 0) (await this.#facts.processHost())?.discard(processes.map(({ id }) => id))
    const folders = written.filter((one) => !processes.includes(one)).flatMap(({ log }) => log?.madeDirectory ?? [])
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }
}
