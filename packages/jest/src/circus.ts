/** A function of a test or hook, as circus calls it. */
export type CircusCode = (this: unknown, ...args: unknown[]) => unknown

/** A test of jest-circus, as far as curfew knows it; the same object for all of its attempts. */
export interface CircusTest {
  readonly name: string
  readonly parent: CircusBlock
  readonly concurrent: boolean
  readonly failing: boolean
  /** Attempts so far, the one that runs included. */
  readonly invocations: number
  fn: CircusCode
  mode?: string | null | undefined
  errors: CircusError[]
}

/** What was thrown, and an error with the place of the test where that has none. */
export type CircusError = unknown

/** A `describe` block, or the root of a file. */
export interface CircusBlock {
  readonly name: string
  readonly parent?: CircusBlock | undefined
  readonly hooks: readonly CircusHook[]
}

export interface CircusHook {
  readonly type: 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll'
  readonly parent: CircusBlock
  fn: CircusCode
}

export interface CircusState {
  readonly currentDescribeBlock: CircusBlock
  readonly unhandledErrors: CircusError[]
  /** Of `jest.retryTimes(…, { entireDescribe: true })`; Jest before 30.5 has none. */
  readonly describeRetryOptions?: WeakMap<CircusBlock, { readonly numRetries?: unknown }> | undefined
}

/** The events of jest-circus that curfew acts on. All but the first two are awaited, without a limit of time. */
export type CircusEvent =
  | { readonly name: 'add_test' | 'add_hook'; readonly fn: CircusCode; readonly asyncError: Error }
  | { readonly name: 'run_start' | 'run_finish' }
  | { readonly name: 'test_start' | 'test_started' | 'test_done'; readonly test: CircusTest }
  | { readonly name: 'test_fn_failure'; readonly test: CircusTest; readonly error: unknown }
  | { readonly name: 'hook_start'; readonly hook: CircusHook }

/** The full name of a test, as Jest shows it. */
export function fullNameOf(test: CircusTest): string {
  const names = [test.name]
  // The root has no parent, and a name that nobody sees.
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name)
  return names.join(' ')
}

/** The blocks that a test is in, innermost first, the root last. */
export function* blocksAround(test: CircusTest): Generator<CircusBlock> {
  for (let block: CircusBlock | undefined = test.parent; block !== undefined; block = block.parent) yield block
}

/** Where `jest.retryTimes()` leaves its number, on the global object of the tests. */
const retryTimesKey: unique symbol = Symbol.for('RETRY_TIMES') as never

/**
 * Whether Jest does not try a test again when this attempt fails, as far as can be known: with retries of a whole `describe`
 * block, another test of it may decide.
 */
export function isLastAttempt(test: CircusTest, { describeRetryOptions }: CircusState, global: object): boolean {
  let attempts = 1 + numberOf((global as { [retryTimesKey]?: unknown })[retryTimesKey])
  for (const block of blocksAround(test)) attempts *= 1 + numberOf(describeRetryOptions?.get(block)?.numRetries)
  return test.invocations >= attempts
}

function numberOf(value: unknown): number {
  return Number.parseInt(String(value), 10) || 0
}
