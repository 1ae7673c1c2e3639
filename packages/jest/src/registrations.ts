import type { Asked } from '@curfew/core/runner'
import { blocksAround, type CircusEvent, type CircusHook, type CircusState, type CircusTest } from './circus.ts'

/** A call of ours that registers tests or hooks with Jest, while it does. */
interface Registering {
  readonly asked: Asked
  /** The function of ours that the user's file calls. */
  readonly above: (...args: never) => unknown
}

/** What the tests and hooks of a file asked for when they were declared. */
export class Registrations {
  readonly #byCode = new WeakMap<object, Asked>()
  readonly #byHook = new WeakMap<CircusHook, Asked>()
  #now: Registering | undefined
  /** A test or hook was declared with a catalog: services will be needed. */
  hasCatalogs = false

  /** Runs a call of Jest's own that registers tests or hooks; `above` is what the user's file called. */
  during<T>(asked: Asked, above: (...args: never) => unknown, register: () => T): T {
    if (asked.catalogs.length > 0) this.hasCatalogs = true
    const before = this.#now
    this.#now = { asked, above }
    try {
      return register()
    } finally {
      this.#now = before
    }
  }

  /** Jest adds a test or hook. */
  add(event: Extract<CircusEvent, { readonly name: 'add_test' | 'add_hook' }>, state: CircusState): void {
    if (this.#now === undefined) return
    const { asked, above } = this.#now
    const hook = event.name === 'add_hook' ? state.currentDescribeBlock.hooks.at(-1) : undefined
    if (hook !== undefined) this.#byHook.set(hook, asked)
    if (event.name === 'add_test') this.#byCode.set(event.fn, asked)
    // Its place is where the user's file calls us, and not where we call Jest.
    Error.captureStackTrace(event.asyncError, above)
  }

  ofHook(hook: CircusHook): Asked | undefined {
    return this.#byHook.get(hook)
  }

  /** What the test and the hooks around it ask for. To be called while the test has its own function. */
  around(test: CircusTest): readonly Asked[] {
    const own = this.#byCode.get(test.fn)
    const all = own === undefined ? [] : [own]
    // Jest runs no hooks around a concurrent test.
    if (test.concurrent) return all
    for (const block of blocksAround(test)) {
      for (const hook of block.hooks) {
        const asked = hook.type.endsWith('Each') ? this.#byHook.get(hook) : undefined
        if (asked !== undefined) all.push(asked)
      }
    }
    return all
  }
}
