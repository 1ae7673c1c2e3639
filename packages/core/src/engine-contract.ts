import type { CatalogEntries, CatalogEntry } from './catalog/entry.ts'
import type { Clock, Limits } from '@curfew/protocol'
import type { Connection } from './engine/connection.ts'
import type { RunFolder } from './engine/run-folder.ts'
import type { RunJournal } from './engine/run-journal.ts'
import type { Member } from './scope/member.ts'
import type { Transition } from './lifecycle/outcome.ts'
import type { ServiceLog } from './logging/service-log.ts'
import type { NodeProvider } from './places/provider.ts'
import type { RuntimeKit } from './protocol.ts'
import type { RunContext } from './run/run-context.ts'
import type { RunnerVariables } from './runtime/inherited-environment.ts'
import type { PassedOutput } from './scope/passed-output.ts'
import type { Scope, ScopeOptions } from './scope/scope.ts'
import type { ServiceActions } from './scope/service-actions.ts'
import type { Stack } from './scope/stack.ts'
import type { StartWatch } from './scope/start-watch.ts'
import type { Verdict } from './scope/verdict.ts'

/** What a runner plugin, or a program without a runner, sets. */
export interface EngineSettings {
  readonly limits: Partial<Limits>
  /** No limit of ours ends anything. @default an inspector is attached, or `CURFEW_DEBUG=1` */
  readonly debugging: boolean
  /** Leaves the services of a failed test up. Never in CI. @default false */
  readonly keepOnFailure: boolean
  /** Whether something that a scope started and that outlives it fails its owner, is a warning, or is not looked for. @default 'fail' */
  readonly leaks: 'fail' | 'warn' | 'off'
  /** Whose output stays in the run's folder: that of tests that failed, or all. @default 'failed' */
  readonly keepOutput: 'failed' | 'all'
  /** Where `node` and `cluster` come from. @default local */
  readonly provider: NodeProvider | undefined
  /** Identity of the run that this worker belongs to; made here when absent. */
  readonly run: RunContext | undefined
  /** The root of the runner's project: the folder that a process runs in, and that a relative `cwd` is below. @default the working directory */
  readonly root: string | undefined
  /** Variables that the runner writes into the environment of the tests, and that services get from the shell. @default none */
  readonly runnerVariables: RunnerVariables
}

/** Who runs now: the scope, and the service whose code it is, if any. */
export interface Running {
  readonly scope: Scope
  readonly lifecycle?: Member | undefined
}

/**
 * What runs services in one realm: reached by all copies of this package through one global symbol, so that a service
 * made by one copy is started and stopped by the engine of another.
 */
export interface Engine {
  readonly protocol: number
  /** Where the copy of this package is that made it. */
  readonly path: string | undefined
  readonly clock: Clock
  readonly kit: RuntimeKit
  readonly settings: EngineSettings
  configure(settings: Partial<EngineSettings>): void
  openScope(options: ScopeOptions): Scope
  /** The scope of the code that runs now. */
  currentScope(): Scope | undefined
  /** The service whose code runs now. */
  asker(): Member | undefined
  runIn<T>(running: Running, body: () => T): T
  /**
   * The same for the code after it, until what it returns is called in the same turn: with no frame of ours in the stacks of
   * that code, each of which costs whoever captures them.
   */
  enter(running: Running): () => void
  /** All scopes that are open in this realm. */
  readonly scopes: ReadonlySet<Scope>
  /** What code of the open scopes starts by itself. */
  readonly startWatch: StartWatch
  /** Lets go of the output of what passed. */
  readonly passedOutput: PassedOutput
  /** What the methods of services and lists do. */
  readonly actions: ServiceActions
  builtIn(name: string): CatalogEntry | undefined
  /** Unique in the run. */
  nextId(name: string): string
  openLog(member: Member): Promise<ServiceLog>
  /** The connection to the process host. */
  readonly connection: Connection
  /** The run that this process belongs to, and its folder. */
  readonly folder: RunFolder
  /** What is written of services and scopes into the journal of the run. */
  readonly journal: RunJournal
  /**
   * Gets ready for the first service: begins to open that connection, without keeping this process alive, for which only
   * processes wait, and resolves when what every service needs is loaded. Never rejects; does nothing the second time.
   */
  prewarm(): Promise<void>
  transitioned(transition: Transition): void
  closed(scope: Scope, verdict: Verdict): void
  onTransition(listener: (transition: Transition) => unknown): () => void
  /** Why the run is over, though tests of this realm still run; nothing new is to begin then. */
  readonly doomed: string | undefined
  /** Says that the run is over, closes all scopes, and resolves when they are closed. The supervisor may say it, too. */
  doom(reason: string): Promise<void>
  /** Ends the connection to the supervisor. One that is still being opened, and that no service needed, is not waited for. */
  shutDown(): Promise<void>
  /** Starts services of a catalog without a runner. */
  startStack(catalog: CatalogEntries, names: readonly string[], options: StackSettings): Promise<Stack<object>>
}

/** Options of a stack without a runner. */
export interface StackSettings {
  readonly name?: string | undefined
  readonly limits?: Partial<Limits> | undefined
}
