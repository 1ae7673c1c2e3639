/** The signals of this process, which the reporter takes over. One per process, whatever copies of this module there are in it. */
export interface OwnSignals {
  readonly take: () => () => void
  /** There while they are taken. */
  giveBack: (() => void) | undefined
  /** A signal has come, and ends the run. */
  isEnding: boolean
}

const key = Symbol.for('curfew/jest-signals@1')
const holder = globalThis as { [key]?: OwnSignals | undefined }

export const ownSignals = {
  get present(): OwnSignals | undefined {
    return holder[key]
  },
  set present(own: OwnSignals | undefined) {
    holder[key] = own
  },
}

/**
 * A test file begins to run in this process: until it has services, a signal does here what it does without curfew. A test that
 * is in an endless loop keeps every handler from being run.
 */
export function leaveSignals(): void {
  const own = ownSignals.present
  if (own === undefined || own.isEnding) return
  own.giveBack?.()
  own.giveBack = undefined
}
