import { CurfewError } from '@curfew/core'

/** A test file imports `@curfew/jest`, and nothing opens scopes for its tests. */
export class NotSetUpError extends CurfewError {
  static override readonly code = 'CURFEW_NOT_SET_UP'

  constructor() {
    super(
      `No services can start: curfew is not set up in the configuration of Jest.\n` +
        `  To change  preset: '@curfew/jest' · or testEnvironment: '@curfew/jest/environment'`,
    )
  }
}

/** It cannot be known which services a test or hook needs. */
export class UnreadableTestError extends CurfewError {
  static override readonly code = 'CURFEW_UNREADABLE_TEST'

  constructor(what: string, reason: string) {
    super(
      `Which services ${what} needs cannot be read from its source: ${reason}.\n` +
        `  To change  destructure the parameter that holds the services: ({ db, api }) => …`,
    )
  }
}

/** The reason of a test's `signal` when Jest no longer waits for the test. */
export class TestOverError extends CurfewError {
  static override readonly code = 'CURFEW_TEST_OVER'
}
