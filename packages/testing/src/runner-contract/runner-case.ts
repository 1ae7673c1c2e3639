/**
 * One case of what a runner package promises: tests that run in a real runner of their own, together with those of all other
 * cases, and what must come of them. The same under every runner.
 */
export interface RunnerCase {
  /** With the numbers of the lifecycle contract that it covers. */
  readonly title: string
  /** Source of the tests; `runner-files.ts` has what they may use. */
  readonly tests: string
  /** Whether its file imports nothing of the runner package: it has `plain`, and not `base` and what is made of that. @default false */
  readonly isBare?: true
  /** The error that the file itself fails with. @default none */
  readonly failsFile?: RegExp
  check(outcome: CaseOutcome): void
}

/** What came of the tests of one case. */
export interface CaseOutcome {
  readonly events: readonly string[]
  readonly file: { readonly state: string; readonly errors: readonly string[] }
  /** The test of that name; those of a `describe` block are `block > test`. */
  test(name: string): CaseTest
  /** First lines of the messages of its errors. */
  errors(name: string): string[]
}

/** What came of a whole run of cases. */
export interface CaseRun {
  /** What the tests noted, each with the place of its case in the list before it. */
  readonly events: readonly string[]
  /** Processes that were left. */
  readonly survivors: readonly { readonly pid: number }[]
  /** What was shown. */
  readonly output: string
}

/** What came of one test, as the reporters of the runner have it. */
export interface CaseTest {
  readonly name: string
  readonly state: string
  readonly errors: readonly CaseError[]
  /** What became of its services, one for each attempt, as plain data. */
  readonly verdicts: readonly CaseVerdict[]
}

/** One error of a test. */
export interface CaseError {
  readonly message: string
  /** The last lines of its services, shown below the message. */
  readonly said: string
  readonly stack: string
}

/** A verdict as plain data. */
export interface CaseVerdict {
  readonly kind: string
  readonly services: readonly { readonly name: string; readonly [field: string]: unknown }[]
  readonly [field: string]: unknown
}
