import type { ReadyOptions, ServiceOptions } from './options.js'

/** Options of {@link threadService}. `Data` must be structured-cloneable. */
export interface ThreadOptions<Data = undefined, Group extends string = never>
  extends ServiceOptions, ReadyOptions<Group> {
  /** The module that the thread runs: a URL, or a path resolved against the file that declares the service. TypeScript too. */
  readonly module: string | URL
  /** Handed to the module as `data`. */
  readonly data?: Data
  /** Merged over the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Bounds of its heap in MiB, as `worker_threads` has them. */
  readonly resourceLimits?: { readonly maxOldGenerationSizeMb?: number; readonly stackSizeMb?: number } | undefined
}
