import type { VerdictData } from '@curfew/core/runner'

/** A test of Vitest while it runs, as far as curfew knows it; the same in all supported versions. */
export interface Task {
  readonly id: string
  readonly name: string
  readonly fullTestName?: string | undefined
  readonly file: TaskFile
  readonly suite?: TaskSuite | undefined
  readonly context: TaskContext
  /** Whether its body is expected to fail. */
  fails?: boolean | undefined
  result?: TaskResult | undefined
  /** What was recorded for reporters; those in the main process have it by then. */
  readonly artifacts?: unknown[] | undefined
  /** How often a failed attempt is tried again. */
  readonly retry?: number | { readonly count?: number | undefined } | undefined
}

export interface TaskSuite {
  readonly suite?: TaskSuite | undefined
}

/** A file, a suite or a test, as far as its result goes. */
export interface TaskTree {
  readonly result?: Pick<TaskResult, 'state' | 'errors'> | undefined
  readonly tasks?: readonly TaskTree[] | undefined
}

/** The file that is being run. */
export interface TaskFile extends TaskTree {
  /** Relative to the root of the project. */
  readonly name: string
  readonly filepath: string
  readonly meta: { curfew?: VerdictData | undefined }
}

/** What a test is given; `signal` is replaced for each attempt. */
export interface TaskContext {
  readonly task: Task
  signal: AbortSignal
}

/** An error as Vitest keeps it: made plain. */
export interface TaskError {
  name?: string | undefined
  message: string
  stack?: string | undefined
  cause?: unknown
  /** Text that Vitest shows below the message. */
  diff?: string | undefined
}

export interface TaskResult {
  state: string
  errors?: TaskError[] | undefined
  pending?: boolean | undefined
  /** How often it was tried again. */
  retryCount?: number | undefined
  /** Why it was skipped. */
  note?: string | undefined
  /** Vitest 5 reports from here. */
  attempts?: { state: string; errors?: TaskError[] | undefined }[] | undefined
}
