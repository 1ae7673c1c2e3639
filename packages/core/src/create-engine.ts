import { AsyncLocalStorage } from 'node:async_hooks'
import process from 'node:process'
import type { CatalogEntries, CatalogEntry } from './catalog/entry.ts'
import { ownFile } from './catalog/declared-at.ts'
import { systemClock, type Clock, isPrintable, quoted, type ProcessHost, askNetwork, type Ask } from '@curfew/protocol'
import { connectDefaultProcessHost } from './default-process-host.ts'
import { defaultSettings } from './default-settings.ts'
import { protocolVersion } from './engine-access.ts'
import type { Engine, EngineSettings, Running, StackSettings } from './engine-contract.ts'
import type { Member } from './scope/member.ts'
import type { Transition } from './lifecycle/outcome.ts'
import { JournalQueue } from './journal/journal-queue.ts'
import { BadOptionError, RunOverError } from './errors/scope-errors.ts'
import { keepAliveDuring } from './lifecycle/keep-alive.ts'
import { loadLogging } from './logging/load-logging.ts'
import type { ServiceLog } from './logging/service-log.ts'
import { builtInEntries } from './places/built-in.ts'
import { placeOf } from './places/place.ts'
import type { RuntimeKit } from './protocol.ts'
import { FullDisk } from './run/full-disk.ts'
import { newRun, runFromEnv, type RunContext } from './run/run-context.ts'
import { makeTempDirectory } from './run/temp-directory.ts'
import { workingDirectory } from './run/working-directory.ts'
import { serviceDirectorySomewhere, writableRun } from './run/writable-run.ts'
import { inheritedEnvironment } from './runtime/inherited-environment.ts'
import { HostedProcessRuntime } from './runtime/process.ts'
import { TaskRuntime } from './runtime/task.ts'
import { createThreadRuntime } from './runtime/thread.ts'
import { PassedOutput } from './scope/passed-output.ts'
import { Scope, type ScopeOptions } from './scope/scope.ts'
import { StartWatch } from './scope/start-watch.ts'
import { TransitionListeners } from './scope/transition-listeners.ts'
import { stackOf, type Stack } from './scope/stack.ts'
import type { Verdict } from './scope/verdict.ts'
import {
  isLateFor,
  scopeOpenedEntry,
  serviceDeclaredEntry,
  serviceNeedsEntry,
  transitionEntry,
  verdictEntry,
} from './scope/journal-entries.ts'

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
  readonly passedOutput = new PassedOutput({
    keepsAll: () => this.#settings.keepOutput === 'all',
    run: () => this.#writableRun(),
    processHost: () => this.presentProcessHost(),
    warn: (message) => {
      this.#warn(message)
    },
  })
  #settings: EngineSettings
  readonly #parts: EngineParts
  readonly #listeners = new TransitionListeners((warning) => {
    process.emitWarning(warning, 'CurfewWarning')
  })
  readonly #builtIn = builtInEntries(() => this.#settings.provider)
  #run: RunContext | undefined
  #processHost: Promise<ProcessHost> | undefined
  /** A service needed the connection: one that was only prewarmed keeps nobody alive, and is not waited for. */
  #isProcessHostNeeded = false
  readonly #journal = new JournalQueue()
  readonly #fullDisk = new FullDisk()
  readonly #journaled = new WeakSet<Scope>()
  #writable: { readonly of: RunContext; readonly run: RunContext } | undefined
  #doomed: string | undefined
  #lastId = 0

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.clock = parts.clock ?? systemClock
    this.startWatch = new StartWatch(this.clock, this.scopes, () => running.getStore())
    this.#settings = { ...defaultSettings(), ...parts.settings }
    this.kit = {
      task: (options) => new TaskRuntime(options),
      thread: (options, declaredAt) => createThreadRuntime(options, declaredAt, () => this.#inherited()),
      process: (options, { host, driver, defaults = {} }) => {
        const root = defaults.cwd ?? this.#settings.root ?? workingDirectory()
        const environment = () => ({ ...(defaults.env ?? this.#inherited()) })
        const { umask = process.umask() } = defaults
        const place = { host, driver, root, environment, umask }
        return new HostedProcessRuntime(options, place, () => this.processHost())
      },
      processHost: () => this.processHost(),
      ...parts.kit,
    }
  }

  #inherited(): Record<string, string> {
    return inheritedEnvironment(this.#settings.runnerVariables)
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

  async openLog(member: Member): Promise<ServiceLog> {
    if (this.#parts.openLog !== undefined) return this.#parts.openLog(member)
    const { openServiceLog } = await loadLogging()
    const run = this.#runContext()
    const { node, cluster } = placeOf(member)
    const { file = null, test = null, attempt = null } = member.scope.owner
    return openServiceLog({
      clock: this.clock,
      directory: serviceDirectorySomewhere(
        () => this.#writableRun(),
        member.name,
        (message) => {
          this.#warn(message, true)
        },
      ),
      pid: () => member.runtime?.pid,
      fields: {
        run: run.run,
        worker: run.worker,
        file,
        test,
        attempt,
        service: member.name,
        node,
        cluster,
        runtime: member.protocol.traits.kind,
      },
    })
  }

  processHost(): Promise<ProcessHost> {
    this.#isProcessHostNeeded = true
    this.#processHost ??= running.run(engineItself, () => this.#connect())
    return keepAliveDuring(this.#processHost)
  }

  presentProcessHost(): Promise<ProcessHost> | Promise<undefined> {
    return this.#processHost ?? Promise.resolve(undefined)
  }

  readonly ask: Ask = async (question, options) => {
    try {
      return await (await this.processHost()).ask(question, options)
    } catch {
      options.signal.throwIfAborted()
      // Nobody else can ask: by this process it is right as long as nothing mocks its network.
      return askNetwork(question, options)
    }
  }

  makeTempDirectory(scopeId: string): string {
    return makeTempDirectory(this.#runContext(), scopeId)
  }

  async prewarm(): Promise<void> {
    const tellLater = (): void => {
      // Told again, with its cause, to the first service that needs it.
    }
    this.#processHost ??= running.run(engineItself, () => this.#connect())
    this.#processHost.catch(tellLater)
    if (this.#parts.openLog === undefined) await loadLogging().catch(tellLater)
  }

  declared(member: Member): void {
    const { scope } = member
    // A scope that starts nothing is not in the journal: most tests of a suite need no service.
    if (!this.#journaled.has(scope)) this.#journal.record(scopeOpenedEntry(scope))
    this.#journaled.add(scope)
    const { node, cluster } = placeOf(member)
    this.#journal.record(serviceDeclaredEntry(member, { timeMs: this.clock.nowMs(), node, cluster }))
  }

  transitioned(transition: Transition): void {
    this.#journal.record(transitionEntry(transition))
    this.#listeners.tell(transition)
  }

  needFound(member: Member, dependency: Member): void {
    if (isLateFor(member)) this.#journal.record(serviceNeedsEntry(member, dependency, this.clock.nowMs()))
  }

  closed(scope: Scope, verdict: Verdict): void {
    this.scopes.delete(scope)
    this.startWatch.end()
    if (this.#journaled.has(scope)) this.#journal.record(verdictEntry(verdict))
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
    const processHost = this.#processHost
    const isNeeded = this.#isProcessHostNeeded
    this.#processHost = undefined
    this.#isProcessHostNeeded = false
    // Whoever connects next may be of another run: a runner that watches has many.
    this.#run = undefined
    this.#doomed = undefined
    this.#journal.disconnect()
    const closed = processHost?.then(
      (connected) => connected.close(),
      () => undefined,
    )
    if (isNeeded && closed !== undefined) await keepAliveDuring(closed)
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

  /** Notes what fails nothing; `aloud` where the journal may be what cannot be written. */
  #warn(message: string, aloud = false): void {
    this.#journal.record({ event: 'warning', timeMs: this.clock.nowMs(), message })
    const said = aloud ? this.#fullDisk.heard(message) : undefined
    if (said !== undefined) process.emitWarning(said, 'CurfewWarning')
  }

  #runContext(): RunContext {
    this.#run ??= this.#settings.run ?? runFromEnv(process.env, null) ?? newRun()
    return this.#run
  }

  /** The run, with a folder that exists. @throws {RunFolderError} */
  #writableRun(): RunContext {
    const run = this.#runContext()
    if (this.#writable?.of === run) return this.#writable.run
    const { run: writable, prepared } = writableRun(run, (message) => {
      this.#warn(message, true)
    })
    this.#writable = { of: run, run: writable }
    void prepared.pruned.then(({ failed }) => {
      for (const message of failed) this.#warn(message)
    })
    return writable
  }

  async #connect(): Promise<ProcessHost> {
    const run = this.#writableRun()
    const connect = this.#parts.connect ?? connectDefaultProcessHost
    try {
      const processHost = await connect(run)
      this.#journal.connect(processHost)
      processHost.onComplaint((message) => {
        this.#warn(message, true)
      })
      processHost.onDoomed((reason) => void this.doom(reason))
      return processHost
    } catch (error) {
      // The next service that needs it tries again.
      this.#processHost = undefined
      throw error
    }
  }
}

async function closeAfterChildren(scope: Scope, reason: Error): Promise<void> {
  // One whose close fails is reported by that of its parent, which goes on.
  await Promise.allSettled([...scope.children].map((child) => child.close(reason)))
  await scope.close(reason)
}
