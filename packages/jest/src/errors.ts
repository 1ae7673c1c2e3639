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

/** The environment `@curfew/jest/environment-jsdom` is named in the configuration, and Jest's own for jsdom is not installed. */
export class JsdomMissingError extends CurfewError {
  static override readonly code = 'CURFEW_JSDOM_MISSING'

  constructor(cause: unknown) {
    super(
      `The jsdom environment of Jest is not installed: it does not come with Jest.\n` +
        `  To change  npm install --save-dev jest-environment-jsdom`,
      { cause },
    )
  }
}

/** It cannot be known which services a test or hook needs. */
export class UnreadableTestError extends CurfewError {
  static override readonly code = 'CURFEW_UNREADABLE_TEST'

  constructor(what: string, reason: string) {
    super(
      `Which services ${what} needs cannot be read from its source: ${reason}.\n` +
        `  To change  destructure the parameter that holds the services: ({ db, api }) => …\n` +
        `             Babel and SWC have to leave it as it is: targets: { node: 'current' }`,
    )
  }
}

/** A clean-up called `process.exit()`: what is left would be neither cleaned up nor reported, so the process goes on. */
export class ExitInCleanupError extends CurfewError {
  static override readonly code = 'CURFEW_EXIT_IN_CLEANUP'

  constructor(code?: number | string | null) {
    super(`process.exit(${code ?? ''}) was called while a test is cleaned up: the process goes on.`)
  }
}

/** The reason of a test's `signal` when Jest no longer waits for the test. */
export class TestOverError extends CurfewError {
  static override readonly code = 'CURFEW_TEST_OVER'
}
