import { clearInterval, setInterval } from '@curfew/protocol'
import type { ProcessIdentity } from '../system/process-entry.ts'
import { processTable } from '../system/process-table.ts'
import { sendSignal } from '../tree/send-signal.ts'

/** A turn of the timer is one of this process: where nothing runs, nobody is found silent. */
const defaultTurnMs = 250
/** One that was stopped (SIGSTOP) is continued after a second. */
const continueTurns = 4
/** One that hangs is killed after 15 s, and its guard starts the next one. */
const killTurns = 60

/**
 * Sees to it that a supervisor answers whoever waits for it, or is replaced: while somebody waits it is asked for a sign of
 * life again and again. One that gives none is continued if it was stopped, and in the end killed.
 */
export class SilenceWatch {
  readonly #supervisor: ProcessIdentity
  readonly #ping: () => Promise<unknown>
  readonly #giveUp: () => void
  readonly #turnMs: number
  #waiting = 0
  #timer: NodeJS.Timeout | undefined
  #silentTurns = 0
  #isAsked = false

  /** @param giveUp - Called when it was to be killed, and nothing came of that */
  constructor(
    supervisor: ProcessIdentity,
    ping: () => Promise<unknown>,
    giveUp: () => void,
    turnMs: number = defaultTurnMs,
  ) {
    this.#turnMs = turnMs
    this.#supervisor = supervisor
    this.#ping = ping
    this.#giveUp = giveUp
  }

  /** Watches until the promise has settled. Keeps nobody alive. */
  async during<Value>(answer: Promise<Value>): Promise<Value> {
    this.#waiting += 1
    this.#timer ??= setInterval(() => this.#turn(), this.#turnMs).unref()
    try {
      return await answer
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0) this.#rest()
    }
  }

  #rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#silentTurns = 0
  }

  #turn(): void {
    if (!this.#isAsked) {
      this.#isAsked = true
      this.#silentTurns = 0
      const heard = (): void => {
        this.#isAsked = false
      }
      // A refusal, as of a version that does not know the question, is a sign of life too; so is the end of the connection.
      this.#ping().then(heard, heard)
      return
    }
    this.#silentTurns += 1
    if (this.#silentTurns % continueTurns === 0 && this.#silentTurns < killTurns) continueIfStopped(this.#supervisor)
    if (this.#silentTurns === killTurns) sendSignal(this.#supervisor, 'SIGKILL')
    if (this.#silentTurns === killTurns + continueTurns) this.#giveUp()
  }
}

/** Continues a process that was stopped (SIGSTOP). */
export function continueIfStopped(identity: ProcessIdentity): void {
  if (processTable.find(identity.pid)?.stopped === true) sendSignal(identity, 'SIGCONT')
}
