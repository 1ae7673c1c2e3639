import { blocksAround, type CircusState, type CircusTest } from './circus.ts'

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
