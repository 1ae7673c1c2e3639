import type { Asked } from '@curfew/core/runner'

/**
 * What the realm of the test file and the realm of the engine say to each other: plain data and functions. One per test file,
 * on the global object of its realm.
 */
export interface Bridge {
  /**
   * Runs a call of Jest's own that registers tests or hooks, and remembers what they asked for.
   *
   * @param above - The function that the user's file calls: the place of a test is there
   */
  registering<T>(asked: Asked, above: (...args: never) => unknown, register: () => T): T
  /** What the test or hook that runs now is given; `undefined` where its services did not start: it must not run. */
  contextOf(asked: Asked): Readonly<Record<string, unknown>> | undefined
}

/** Where the bridge is on the global object of a realm; its number is raised with every change of {@link Bridge}. */
export const bridgeKey: unique symbol = Symbol.for('curfew/jest@1') as never
