import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers'
import type { Worker } from 'node:worker_threads'
import { captureCaller, type DeclaredAt } from '../location/declared-at.ts'
import type { Clock } from '@curfew/protocol'
import { within } from '../lifecycle/deadline.ts'
import type { Scope } from './scope.ts'

/** What is asked of a `ChildProcess` of Node. */
interface StartedProcess {
  readonly pid?: number | undefined
  readonly exitCode: number | null
  readonly signalCode: NodeJS.Signals | null
  readonly spawnfile: string
  readonly spawnargs: readonly string[]
  once(event: 'exit', listener: () => void): unknown
}

type Started = StartedProcess | Worker

/** A process or thread that code of a test started by itself, not as a service. */
export interface OwnStart {
  readonly started: Started
  readonly place: DeclaredAt | undefined
  /** The scope whose code started it; several where it cannot be told, and each of them may be it. */
  readonly scopes: readonly Scope[]
}

/** Who runs now: `undefined` where it cannot be told, without a scope for the engine itself. */
type Running = { readonly scope?: Scope | undefined } | undefined

/**
 * Notes what code of a scope starts by `node:child_process` and `node:worker_threads`, by events of Node: nothing is looked
 * for, and nothing is done for a test that starts nothing.
 *
 * The async context tells whose code it is, also among tests that run at the same time. What the engine starts is not noted,
 * nor what a runner starts for itself.
 */
export class StartWatch {
  readonly #clock: Clock
  readonly #open: ReadonlySet<Scope>
  readonly #running: () => Running
  readonly #starts = new WeakMap<Scope, Set<OwnStart>>()
  #isWatching = false
  #isEnding = false

  /**
   * @param open - The scopes that are open now
   * @param running - Tells who runs now
   */
  constructor(clock: Clock, open: ReadonlySet<Scope>, running: () => Running) {
    this.#clock = clock
    this.#open = open
    this.#running = running
  }

  /** To be called when a scope was opened. */
  begin(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    subscribe('child_process', this.#onProcess)
    subscribe('worker_threads', this.#onThread)
  }

  /** To be called when a scope was closed: nothing is watched while none is open, so that no realm is kept that is over. */
  end(): void {
    // Later, since Node takes long for it, and another scope may be opened right now.
    if (this.#open.size > 0 || this.#isEnding) return
    this.#isEnding = true
    setImmediate(() => {
      this.#endIfUnused()
    })
  }

  /** What a scope started and that still lives, after a time in which it may end: it may have been told to. */
  async left(scope: Scope, graceMs: number): Promise<readonly OwnStart[]> {
    const starts = [...(this.#starts.get(scope) ?? [])]
    const living = starts.filter(({ started }) => isAlive(started) && !isHelperOfProcess(started))
    if (living.length === 0) return []
    const ended = Promise.all(living.map(({ started }) => exited(started)))
    await within(this.#clock, graceMs, ended, undefined)
    return living.filter(({ started }) => isAlive(started))
  }

  #endIfUnused(): void {
    this.#isEnding = false
    if (this.#open.size > 0 || !this.#isWatching) return
    this.#isWatching = false
    unsubscribe('child_process', this.#onProcess)
    unsubscribe('worker_threads', this.#onThread)
  }

  readonly #onProcess = (message: unknown): void => {
    this.#note((message as { readonly process: StartedProcess }).process, this.#onProcess)
  }

  readonly #onThread = (message: unknown): void => {
    this.#note((message as { readonly worker: Worker }).worker, this.#onThread)
  }

  #note(started: Started, listener: (message: unknown) => void): void {
    const caller = callerOf(listener)
    if (caller === undefined) return
    const { isOurs, place } = caller
    const scopes = isOurs ? [] : this.#scopesOf(this.#running(), place !== undefined)
    for (const scope of scopes) {
      const starts = this.#starts.get(scope) ?? new Set()
      // A file may start many, one after the other.
      for (const earlier of starts) if (!isAlive(earlier.started) && wasStarted(earlier.started)) starts.delete(earlier)
      this.#starts.set(scope, starts.add({ started, place, scopes }))
    }
  }

  #scopesOf(running: Running, isCodeOfTests: boolean): readonly Scope[] {
    if (running !== undefined) {
      // What code of a test that is over starts is of the next wider scope that is open.
      for (let scope = running.scope; scope !== undefined; scope = scope.parent)
        if (this.#open.has(scope)) return [scope]
      return []
    }
    if (!isCodeOfTests) return []
    const open = [...this.#open]
    const tests = open.filter(({ kind }) => kind === 'test')
    return tests.length > 0 ? tests : open.slice(0, 1)
  }
}

function isAlive(started: Started): boolean {
  if ('threadId' in started) return started.threadId !== -1
  return started.pid !== undefined && started.exitCode === null && started.signalCode === null
}

/** esbuild keeps one process for all code of this process that builds, and it ends with this process. */
function isHelperOfProcess(started: Started): boolean {
  if ('threadId' in started || !/[\\/]esbuild(\.exe)?$/.test(started.spawnfile)) return false
  return started.spawnargs.some((argument) => argument.startsWith('--service='))
}

/** Node tells of a child before there is one. */
function wasStarted(started: Started): boolean {
  return 'threadId' in started || started.pid !== undefined
}

function exited(started: Started): Promise<void> {
  return new Promise((resolve) => {
    started.once('exit', () => {
      resolve()
    })
  })
}

/** `undefined` where the stack cannot be read. A listener of the channel that throws would end the process. */
function callerOf(listener: (message: unknown) => void): ReturnType<typeof captureCaller> | undefined {
  try {
    return captureCaller(listener)
  } catch {
    return undefined // a test replaced what captures stacks
  }
}
