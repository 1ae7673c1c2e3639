import type { Limits } from '@curfew/protocol'

/** Nodes of this machine. */
export interface LocalNodes {
  readonly name: 'local'
  /** Number of nodes of the fixture `cluster`. @default 3 */
  readonly clusterSize?: number | undefined
}

/**
 * Nodes from a module of the project: its default export is a `NodeProvider`, or a function that returns one and is given
 * `options`. It is loaded in each worker: under Vitest by Vite, so it may be TypeScript; under Jest by Node itself, outside of
 * the realm of the tests.
 */
export interface NodesOfModule {
  /** A path, relative to the root of the project. */
  readonly module: string
  /** Handed to the function; plain data. */
  readonly options?: unknown
}

/** Options of what happens in the workers of a runner: those of each project. */
export interface WorkerOptions {
  /** Time limits, in milliseconds; a service's own options win over them. */
  readonly limits?: Partial<Limits> | undefined
  /** Where the fixtures `node` and `cluster` come from. @default 'local' */
  readonly nodes?: 'local' | LocalNodes | NodesOfModule | undefined
  /**
   * Leaves the processes of a failed test up and says where they listen, where their logs are and how to stop them. Tasks and
   * threads cannot outlive the worker. The next run stops what is still up. Ignored in a CI (`CI` is set). @default false
   */
  readonly keepOnFailure?: boolean | undefined
  /**
   * Whose output stays in `.curfew` when it is over: that of tests that failed (with a file's shared services, where one of its
   * tests failed), or of all. Of tests that pass, the last lines are kept. @default 'failed'
   */
  readonly keepOutput?: 'failed' | 'all' | undefined
  /**
   * What becomes of a test that started something which outlives it or its services (a process, a thread, a listener on a
   * fixed port, a temporary directory that cannot be removed): it fails, there is a warning, or nobody looks. @default 'fail'
   */
  readonly leaks?: 'fail' | 'warn' | 'off' | undefined
}

/** Options of what happens in the main process of a runner: once for a run. */
export interface RunOptions {
  /** Whether SIGINT, SIGTERM and SIGHUP stop all services in order before the run ends; a second signal ends it at once. @default true */
  readonly signals?: boolean | undefined
  /** The folder that `.curfew` is in. @default the root of the runner's configuration */
  readonly root?: string | undefined
}
