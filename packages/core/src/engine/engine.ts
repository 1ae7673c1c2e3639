import { AsyncLocalStorage } from 'node:async_hooks'
import process from 'node:process'
import type { CatalogEntries, CatalogEntry } from '../catalog/entry.ts'
import { ownFile } from '../location/declared-at.ts'
import { systemClock, type Clock, isPrintable, quoted, type ProcessHost } from '@curfew/protocol'
import { connectDefaultProcessHost } from './default-process-host.ts'
import { defaultSettings } from './default-settings.ts'
import { protocolVersion } from '../engine-access.ts'
import type { Engine, EngineSettings, Running, StackSettings } from '../engine-contract.ts'
import type { Member } from '../scope/member.ts'
import type { Transition } from '../lifecycle/outcome.ts'
import { BadOptionError, RunOverError } from '../errors/scope-errors.ts'
import { loadLogging } from '../logging/load-logging.ts'
import type { ServiceLog } from '../logging/service-log.ts'
import { builtInEntries } from '../places/built-in.ts'
import type { RuntimeKit } from '../protocol.ts'
import type { RunContext } from '../run/run-context.ts'
import { PassedOutput } from '../scope/passed-output.ts'
import { Scope, type ScopeOptions } from '../scope/scope.ts'
import { serviceActions, type ServiceActions } from '../scope/service-actions.ts'
import { StartWatch } from '../scope/start-watch.ts'
import { TransitionListeners } from '../scope/transition-listeners.ts'
import { stackOf, type Stack } from '../scope/stack.ts'
import type { Verdict } from '../scope/verdict.ts'
import { Connection } from './connection.ts'
import { RunFolder } from './run-folder.ts'
import { RunJournal } from './run-journal.ts'
import { runtimeKit } from './runtime-kit.ts'

/** What an engine may be made of instead of the real thing; for tests on a virtual clock. */
export interface EngineParts {
  readonly clock?: Clock
  readonly kit?: Partial<RuntimeKit>
  readonly settings?: Partial<EngineSettings>
  readonly connect?: (run: RunContext) => Promise<ProcessHost>
  readonly openLog?: (member: Member) => Promise<ServiceLog>
}

/** Whose the connection is, and what it starts and keeps: no test's, whichever needed it first. */
const engineItself = {}

/** One for all engines that are made here: Node keeps an entry for each such storage in every context that it ever ran in. */
const running = new AsyncLocalStorage<Partial<Running> | undefined>()

/** Makes the engine of a realm. */
export function createEngine(parts: EngineParts = {}): Engine {
  return new RealmEngine(parts)
}

class RealmEngine implements Engine {
  readonly protocol = protocolVersion
  readonly path = ownFile
  readonly clock: Clock
  readonly kit: RuntimeKit
  readonly scopes = new Set<Scope>()
  readonly startWatch: StartWatch
  readonly passedOutput: PassedOutput
  readonly journal: RunJournal
  readonly folder: RunFolder
  readonly connection: Connection
  readonly actions: ServiceActions = serviceActions(this)
  #settings: EngineSettings
  readonly #parts: EngineParts
  readonly #listeners = new TransitionListeners((warning) => {
    process.emitWarning(warning, 'CurfewWarning')
  })
  readonly #builtIn = builtInEntries(() => this.#settings.provider)
  #doomed: string | undefined
  #lastId = 0

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#settings = { ...defaultSettings(), ...parts.settings }
    this.clock = parts.clock ?? systemClock
    this.startWatch = new StartWatch(this.clock, this.scopes, () => running.getStore())
    this.journal = new RunJournal(this.clock)
    this.folder = new RunFolder({ clock: this.clock, journal: this.journal, givenRun: () => this.#settings.run })
    this.connection = new Connection(() => running.run(engineItself, () => this.#connect()))
    this.kit = {
      ...runtimeKit(
        () => this.#settings,
        () => this.connection.open(),
      ),
      ...parts.kit,
    }
    this.passedOutput = new PassedOutput({
      keepsAll: () => this.#settings.keepOutput === 'all',
      run: () => this.folder.writable(),
      processHost: () => this.connection.present(),
      warn: (message) => {
        this.journal.warn(message)
      },
    })
  }

  get settings(): EngineSettings {
    return this.#settings
  }

  configure(settings: Partial<EngineSettings>): void {
    this.#settings = { ...this.#settings, ...settings }
  }

  openScope(options: ScopeOptions): Scope {
    const scope = new Scope(this, options)
    this.scopes.add(scope)
    this.startWatch.begin()
    return scope
  }

  currentScope(): Scope | undefined {
    return running.getStore()?.scope
  }

  asker(): Member | undefined {
    return running.getStore()?.lifecycle
  }

  runIn<T>(present: Running, body: () => T): T {
    return running.run(present, body)
  }

  enter(present: Running): () => void {
    const before = running.getStore()
    running.enterWith(present)
    return () => {
      running.enterWith(before)
    }
  }

  builtIn(name: string): CatalogEntry | undefined {
    return this.#builtIn.get(name)
  }

  nextId(name: string): string {
    const worker = this.#settings.run?.worker ?? `p${process.pid}`
    return `${worker}-${++this.#lastId}-${name}`
  }

  openLog(member: Member): Promise<ServiceLog> {
    return this.#parts.openLog === undefined ? this.folder.openLog(member) : this.#parts.openLog(member)
  }

  async prewarm(): Promise<void> {
    this.connection.prewarm()
    if (this.#parts.openLog !== undefined) return
    await loadLogging().catch(() => {
      // Thrown again, with its cause, to the first service that needs it.
    })
  }

  transitioned(transition: Transition): void {
    this.journal.transitioned(transition)
    this.#listeners.tell(transition)
  }

  closed(scope: Scope, verdict: Verdict): void {
    this.scopes.delete(scope)
    this.startWatch.end()
    this.journal.closed(scope, verdict)
  }

  onTransition(listener: (transition: Transition) => unknown): () => void {
    return this.#listeners.add(listener)
  }

  get doomed(): string | undefined {
    return this.#doomed
  }

  async doom(reason: string): Promise<void> {
    this.#doomed ??= reason
    const error = new RunOverError(this.#doomed)
    // Inner scopes first: what they have needs what wider ones have.
    const scopes = [...this.scopes].toReversed()
    await Promise.all(scopes.map((scope) => closeAfterChildren(scope, error)))
  }

  async shutDown(): Promise<void> {
    this.folder.forget()
    this.#doomed = undefined
    this.journal.disconnect()
    await this.connection.close()
  }

  async startStack(catalog: CatalogEntries, names: readonly string[], options: StackSettings): Promise<Stack<object>> {
    const { name = `stack of ${names.join(', ')}` } = options
    if (!isPrintable(name))
      throw new BadOptionError(`The name of a stack has control or invisible characters: ${quoted(name)}.`)
    const scope = this.openScope({ kind: 'run', name, limits: options.limits, hostsWider: true })
    try {
      return stackOf(scope, names, await scope.start(catalog, names))
    } catch (error) {
      await scope.close(error)
      throw error
    }
  }

  async #connect(): Promise<ProcessHost> {
    const connect = this.#parts.connect ?? connectDefaultProcessHost
    const processHost = await connect(this.folder.writable())
    this.journal.connect(processHost)
    processHost.onComplaint((message) => {
      this.journal.warn(message, true)
    })
    processHost.onDoomed((reason) => void this.doom(reason))
    return processHost
  }
}

async function closeAfterChildren(scope: Scope, reason: Error): Promise<void> {
  // One whose close fails is reported by that of its parent, which goes on.
  await Promise.allSettled([...scope.children].map((child) => child.close(reason)))
  await scope.close(reason)
}
