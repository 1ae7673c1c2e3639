import type { Clock } from '@curfew/protocol'
import { CleanupFailedError } from '../errors/stop-errors.ts'
import { within } from '../lifecycle/deadline.ts'
import { messageOf } from '../errors/message-of.ts'

type Callback = () => void | Promise<void>

/** What runs after every service of a scope is gone: last registered first, each within its limit, whatever the others do. */
export class CleanupCallbacks {
  readonly #callbacks: Callback[] = []

  add(callback: Callback): void {
    this.#callbacks.push(callback)
  }

  async run(
    clock: Clock,
    limitMs: number,
    scope: { readonly kind: string; readonly name: string },
    report: (error: Error) => void,
  ): Promise<void> {
    for (const callback of this.#callbacks.toReversed()) {
      try {
        const late = await within(clock, limitMs, (async () => callback())(), 'late' as const)
        if (late === 'late') throw new Error(`it took longer than ${limitMs} ms`)
      } catch (cause) {
        const message = `A clean-up callback of ${scope.kind} "${scope.name}" failed: ${messageOf(cause)}`
        report(new CleanupFailedError(scope.name, message, { cause }))
      }
    }
  }
}
