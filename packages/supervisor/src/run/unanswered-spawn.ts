import { type ProcessSpawnOrder, delay, monotonicMs } from '@curfew/protocol'
import type { FinishedService } from '@curfew/protocol/journal'
import type { OnHost, SupervisedProcess } from './supervised-process.ts'
import type { Supervised } from './supervised.ts'

/**
 * An order to another host during which the supervisor before this one died: it may have become a process. Its owner asks
 * again, or is finished; either way the host says first what there is.
 */
export class UnansweredSpawn implements Supervised {
  readonly order: ProcessSpawnOrder
  readonly needs: Set<string>
  /** What there is, once the host has said so. */
  readonly found: Promise<OnHost | undefined>
  readonly #supervise: (hosted: OnHost) => SupervisedProcess
  #isLeft = true

  constructor(
    order: ProcessSpawnOrder,
    found: Promise<OnHost | undefined>,
    supervise: (hosted: OnHost) => SupervisedProcess,
  ) {
    this.order = order
    this.needs = new Set(order.needs)
    this.found = found
    this.#supervise = supervise
  }

  get id(): string {
    return this.order.id
  }

  get service(): string {
    return this.order.service
  }

  get isLeft(): boolean {
    return this.#isLeft
  }

  async finish(): Promise<FinishedService> {
    const { id, service, stop } = this.order
    const startedMs = monotonicMs()
    const hosted = await Promise.race([this.found, delay(stop.killTimeoutMs).then(() => 'late' as const)])
    if (hosted !== undefined && hosted !== 'late') {
      this.#isLeft = false
      return this.#supervise(hosted).finish()
    }
    const outcome = hosted === 'late' ? 'left-alive' : 'exited'
    this.#isLeft = hosted === 'late'
    const durationMs = Math.round(monotonicMs() - startedMs)
    return { id, service, outcome, durationMs, exit: { code: null, signal: null }, survivors: [] }
  }
}
