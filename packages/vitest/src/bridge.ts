import type { CatalogEntries, FileScope } from '@curfew/core/runner'
import type { Attempt } from './attempt.ts'
import type { TrackedTest } from './needs.ts'
import type { TaskContext, TaskFile } from './task.ts'

/** A service of a catalog, whichever instance of it runs. */
export interface CatalogService {
  readonly catalog: CatalogEntries
  readonly name: string
}

/**
 * All state of curfew in one realm of Vitest, on the global object: the set-up file, the runner and the test files may each
 * have a copy of this package of their own (inlined, externalized, evaluated again per file).
 */
export interface Bridge {
  aroundFile(run: () => Promise<void>, file: TaskFile): Promise<void>
  aroundTest(run: () => Promise<void>, context: TaskContext): Promise<void>
  /** Tests made by our `test`, by task. */
  readonly tracked: WeakMap<object, TrackedTest>
  /** The attempt that runs now, by task. */
  readonly attempts: WeakMap<object, Attempt>
  /** Names that the hooks of a suite or file need of each test in it. */
  readonly hookNeeds: WeakMap<object, Set<string>>
  /** What the services of a file were declared as: Vitest keeps the first instance of each, which may be over. */
  readonly ofFile: WeakMap<object, CatalogService>
  /** How often a task was tried. */
  readonly tries: WeakMap<object, number>
  /** The file that runs now: a worker runs one at a time. */
  file: FileScope | undefined
  /** Settles when the engine of this realm has joined the run. */
  joined: Promise<void> | undefined
}

const key = Symbol.for('curfew/vitest@1')
const registerKey = Symbol.for('curfew/vitest/register@1')
const holder = globalThis as { [key]?: Bridge; [registerKey]?: (bridge: Bridge) => void }

/** The bridge, if a test file of this realm imported `@curfew/vitest`. */
export function presentBridge(): Bridge | undefined {
  return holder[key]
}

/** Puts the bridge in place, and its hooks around the file that is being collected; the first copy of the package wins. */
export function installBridge(around: Pick<Bridge, 'aroundFile' | 'aroundTest'>): void {
  if (holder[key] !== undefined) return
  holder[key] = {
    ...around,
    tracked: new WeakMap(),
    attempts: new WeakMap(),
    hookNeeds: new WeakMap(),
    ofFile: new WeakMap(),
    tries: new WeakMap(),
    file: undefined,
    joined: undefined,
  }
  // Left by the set-up file; without the plugin there is none.
  holder[registerKey]?.(holder[key])
}

/** The bridge. */
export function bridge(): Bridge {
  const present = holder[key]
  if (present === undefined) throw new Error('curfew: import { test } from "@curfew/vitest" in the test file')
  return present
}
