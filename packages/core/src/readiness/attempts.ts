import type { Timer } from '@curfew/protocol'
import { Pace, type Miss } from './pace.ts'
import type { ProbeContext } from './readiness.ts'

/** One try. Its signal aborts when it is given up; it must then let go of everything at once. Throws to end the wait. */
export type Attempt = (signal: AbortSignal) => Promise<'ready' | Miss>

/** Whether an attempt that does not answer is overtaken by another one, or waited for. */
export type WhenSilent = 'overtake' | 'wait'

const firstPatienceMs = 250
const maxPatienceMs = 1_000
const maxInFlight = 4

/**
 * Tries again and again until an attempt finds the service ready; rejects when one throws, or when the signal aborts.
 *
 * Guarantee: once it has settled, every attempt under way has been aborted and no timer is left.
 */
export async function attemptTillReady(
  context: Pick<ProbeContext, 'clock' | 'signal'>,
  attempt: Attempt,
  whenSilent: WhenSilent,
): Promise<void> {
  context.signal.throwIfAborted()
  const attempts = new Attempts(context, attempt, whenSilent)
  const abort = (): void => attempts.end(context.signal.reason)
  context.signal.addEventListener('abort', abort, { once: true })
  try {
    await attempts.run()
  } finally {
    context.signal.removeEventListener('abort', abort)
  }
}

/**
 * The attempts of one wait. A silent attempt may be that of a server which is slow, or of one which forgot the connection:
 * so others overtake it, while the first is kept, as it has got furthest with a server which is slow.
 */
class Attempts {
  readonly #context: Pick<ProbeContext, 'clock' | 'signal'>
  readonly #attempt: Attempt
  readonly #whenSilent: WhenSilent
  readonly #pace: Pace
  readonly #over = Promise.withResolvers<void>()
  /** Oldest first. */
  readonly #inFlight = new Set<AbortController>()
  #newest: AbortController | undefined
  #next: Timer | undefined
  #patienceMs = firstPatienceMs
  #isOver = false

  constructor(context: Pick<ProbeContext, 'clock' | 'signal'>, attempt: Attempt, whenSilent: WhenSilent) {
    this.#context = context
    this.#attempt = attempt
    this.#whenSilent = whenSilent
    this.#pace = new Pace(context.clock)
  }

  run(): Promise<void> {
    this.#begin()
    return this.#over.promise
  }

  end(error?: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#next?.cancel()
    this.#pace.end()
    for (const controller of this.#inFlight) controller.abort()
    if (error === undefined) this.#over.resolve()
    else this.#over.reject(error)
  }

  #begin(): void {
    if (this.#inFlight.size >= maxInFlight) this.#giveUpSecondOldest()
    const controller = new AbortController()
    this.#inFlight.add(controller)
    this.#newest = controller
    if (this.#whenSilent === 'overtake') this.#beginAfter(this.#patience())
    this.#attempt(controller.signal).then(
      (result) => this.#settled(controller, result),
      // Whoever was given up rejects as well: its socket was destroyed under it.
      (error: unknown) => this.#inFlight.has(controller) && this.end(error),
    )
  }

  #settled(controller: AbortController, result: 'ready' | Miss): void {
    if (!this.#inFlight.delete(controller) || this.#isOver) return
    if (result === 'ready') this.end()
    else if (controller === this.#newest) this.#beginAfter(this.#pace.delayMsAfter(result))
  }

  #beginAfter(delayMs: number): void {
    this.#next?.cancel()
    this.#next = this.#context.clock.after(delayMs, () => this.#begin())
  }

  #patience(): number {
    if (this.#inFlight.size > 1) this.#patienceMs = Math.min(this.#patienceMs * 2, maxPatienceMs)
    else this.#patienceMs = firstPatienceMs
    return this.#patienceMs
  }

  #giveUpSecondOldest(): void {
    const [, second] = this.#inFlight
    if (second === undefined) return
    this.#inFlight.delete(second)
    second.abort()
  }
}
