import { once } from 'node:events'
import { MessageChannel, Worker, type MessagePort, type Transferable } from 'node:worker_threads'
import type { DeclaredAt } from '../location/declared-at.ts'
import { isError, type OutputLine } from '@curfew/protocol'
import { ThreadDataError, ThreadImportError, ThreadNotAliveError } from '../errors/thread-errors.ts'
import type { ThreadOptions } from '../service/thread-definition.ts'
import { type Inherited, withOwn } from './inherited-environment.ts'
import { LineSplitter } from './line-splitter.ts'
import { Replay } from './replay.ts'
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts'
import { errorOf } from './thread-error.ts'
import { threadFile } from './thread-file.ts'
import type { ThreadBoot, ThreadOrder, ThreadReport } from './thread-protocol.ts'

/** The runtime of a thread service: what its facade also needs. */
export interface ThreadRuntime extends Runtime {
  /** The id of the service instance that it runs for; empty until it is launched. */
  readonly serviceId: string
  /**
   * Posts a message to the thread; until its module listens, the message waits for it.
   *
   * @throws {ThreadDataError} when the message cannot be cloned
   * @throws {ThreadNotAliveError} when the thread has not begun, or has ended
   */
  post(message: unknown, transfer?: readonly Transferable[]): void
  /** Calls back for each message of the thread, from the first on (the last 1,000 are kept). Returns how to end it. */
  onMessage(listener: (message: unknown) => void): () => void
  terminate(): void
  kill(): Promise<void>
}

/** Messages and lines that are kept for late listeners. */
const maxKept = 1_000

/** The bootstrap beside this module: as it is in the sources, and where the build puts it. */
const entryUrl = new URL(
  new URL(import.meta.url).pathname.endsWith('.ts') ? '../in-thread/entry.ts' : './in-thread/entry.js',
  import.meta.url,
)

const living = new Set<ThreadRuntime>()

/** The threads that exist now, for the leak check. */
export function livingThreads(): readonly ThreadRuntime[] {
  return [...living]
}

/** Makes the runtime of one thread service. */
export function createThreadRuntime(
  options: ThreadOptions<unknown, string>,
  declaredAt: DeclaredAt | undefined,
  inherited: Inherited,
): ThreadRuntime {
  return new WorkerThread(options, declaredAt, inherited)
}

class WorkerThread implements ThreadRuntime {
  readonly pid = undefined
  readonly target: ProbeTarget
  readonly #options: ThreadOptions<unknown, string>
  readonly #declaredAt: DeclaredAt | undefined
  readonly #inherited: Inherited
  readonly #exited = Promise.withResolvers<RuntimeExit>()
  readonly #gone = Promise.withResolvers<RuntimeEnd>()
  readonly #loaded = Promise.withResolvers<void>()
  readonly #messages = new Replay<unknown>(maxKept, (error) => this.#listenerFailed(error))
  readonly #lines = new Replay<OutputLine>(maxKept, (error) => this.#listenerFailed(error))
  readonly #splitters = { stdout: this.#splitter('stdout'), stderr: this.#splitter('stderr') }
  #state: 'new' | 'alive' | 'over' = 'new'
  #context: LaunchContext | undefined
  #file = ''
  #worker: Worker | undefined
  #control: MessagePort | undefined
  #threadId = 0
  #isLoaded = false
  /** Listeners to its messages, besides probes. */
  #listening = 0
  #stopAsked = false
  #killed = false
  /** Thrown where nobody caught it; it counts if the thread ends of it. */
  #uncaught: Error | undefined
  /** What the thread itself told of its end, and what Node says it ended of: the two come by different ways. */
  #error: Error | undefined
  #raised: Error | undefined
  #hint: string | undefined

  constructor(options: ThreadOptions<unknown, string>, declaredAt: DeclaredAt | undefined, inherited: Inherited) {
    this.#inherited = inherited
    this.#options = options
    this.#declaredAt = declaredAt
    this.#loaded.promise.catch(() => {
      // Told by `launch`, unless that was called off before it got there.
    })
    this.target = {
      host: '127.0.0.1',
      port: undefined,
      ports: {},
      onLine: (listener) => this.#lines.on(listener),
      onMessage: (listener) => this.#messages.on(listener),
      // A thread's sockets are those of this whole process, so whose one is cannot be told.
      portHolder: async () => undefined,
    }
  }

  get serviceId(): string {
    return this.#context?.id ?? ''
  }

  get exited(): Promise<RuntimeExit> {
    return this.#exited.promise
  }

  get gone(): Promise<RuntimeEnd> {
    return this.#gone.promise
  }

  async launch(context: LaunchContext): Promise<void> {
    this.#context = context
    try {
      await context.waitForNode(context.signal)
      context.signal.throwIfAborted()
      if (this.#stopAsked) throw calledOff()
      this.#file = threadFile(this.#options.module, this.#declaredAt, context.serviceName)
      this.#begin(context)
    } catch (error) {
      this.#over({ code: null, signal: null, error })
      throw error
    }
    const abort = (): void => this.terminate()
    context.signal.addEventListener('abort', abort, { once: true })
    try {
      await this.#loaded.promise
    } catch (error) {
      await this.gone
      throw error
    } finally {
      context.signal.removeEventListener('abort', abort)
    }
    this.#isLoaded = true
    this.#keepAlive()
  }

  post(message: unknown, transfer: readonly Transferable[] = []): void {
    if (this.#worker === undefined || this.#state !== 'alive') {
      throw new ThreadNotAliveError(
        this.#name,
        this.#state === 'new' ? 'it has not begun' : `${this.describe()} has ended`,
      )
    }
    try {
      this.#worker.postMessage(message, transfer)
    } catch (error) {
      throw isCloneError(error) ? new ThreadDataError(this.#name, uncloneablePart('message', message), error) : error
    }
  }

  onMessage(listener: (message: unknown) => void): () => void {
    const end = this.#messages.on(listener)
    let listening = 1
    this.#listening += listening
    this.#keepAlive()
    return () => {
      end()
      this.#listening -= listening
      listening = 0
      this.#keepAlive()
    }
  }

  terminate(): void {
    this.#stopAsked = true
    if (this.#state === 'new') this.#over({ code: null, signal: null })
    if (this.#state === 'over') return
    this.#keepAlive()
    this.#control?.postMessage({ type: 'stop' } satisfies ThreadOrder)
  }

  async kill(): Promise<void> {
    this.#stopAsked = true
    if (this.#state === 'new') this.#over({ code: null, signal: null })
    if (this.#state === 'over') return
    this.#killed = true
    this.#keepAlive()
    await this.#worker?.terminate()
  }

  isAlive(): boolean {
    return this.#state === 'alive'
  }

  async refresh(): Promise<boolean> {
    return this.isAlive()
  }

  isCleanStop(exit: RuntimeExit): boolean {
    return exit.error === undefined && (this.#killed || exit.code === null || exit.code === 0)
  }

  /** All of its output is in the service's log. */
  async lastLines(): Promise<readonly OutputLine[]> {
    return []
  }

  describe(): string {
    return this.#threadId === 0 ? 'a thread that did not begin' : `thread ${this.#threadId}`
  }

  get #name(): string {
    return this.#context?.serviceName ?? this.#options.name ?? 'thread'
  }

  #begin({ serviceName, log }: LaunchContext): void {
    const worker = this.#openWorker(serviceName)
    const { port1: control, port2 } = new MessageChannel()
    this.#worker = worker
    this.#control = control
    this.#threadId = worker.threadId
    this.#state = 'alive'
    living.add(this)
    control.on('message', (report: ThreadReport) => {
      this.#report(report)
    })
    worker.on('message', (message: unknown) => {
      this.#messages.add(message)
    })
    worker.on('messageerror', (error) => {
      log.logger.error({ err: error }, 'a message of the thread could not be read')
    })
    // Without a listener it would be an uncaught exception of the runner.
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#hint = 'out of memory'
      this.#raised ??= error
    })
    for (const stream of ['stdout', 'stderr'] as const) {
      // Only what was written before the bootstrap ran (preloaded modules). It must not go to the runner's output; and
      // the worker's option for that is not used, since reading would then keep this process alive.
      worker[stream].unpipe()
      worker[stream].setEncoding('utf8').on('data', (text: string) => {
        this.#splitters[stream].write(text)
      })
      worker[stream].resume()
    }
    const drained = [once(control, 'close'), once(worker.stdout, 'close'), once(worker.stderr, 'close')]
    worker.once('exit', (code) => void Promise.all(drained).then(() => this.#ended(code)))
    const boot: ThreadBoot = { control: port2, file: this.#file, serviceName, level: log.logger.level }
    worker.postMessage(boot, [port2])
  }

  #openWorker(serviceName: string): Worker {
    const { data, env, execArgv = [], resourceLimits } = this.#options
    try {
      return new Worker(entryUrl, {
        name: serviceName,
        workerData: data,
        env: withOwn(this.#inherited, env),
        execArgv: [...execArgv],
        ...(resourceLimits === undefined ? {} : { resourceLimits }),
      })
    } catch (error) {
      throw isCloneError(error) ? new ThreadDataError(serviceName, uncloneablePart('data', data), error) : error
    }
  }

  #report(report: ThreadReport): void {
    switch (report.type) {
      case 'output':
        this.#splitters[report.stream].write(report.text)
        break
      case 'record':
        this.#context?.log.record(report.line)
        break
      case 'loaded':
        this.#loaded.resolve()
        break
      case 'load-failed':
        this.#error = new ThreadImportError(this.#name, this.#file, errorOf(report.error))
        break
      case 'failed':
        this.#error = errorOf(report.error)
        break
      case 'uncaught':
        this.#uncaught = errorOf(report.error)
        break
    }
  }

  /** The worker has exited, and all that it wrote and sent has been read. */
  #ended(code: number): void {
    for (const splitter of Object.values(this.#splitters)) splitter.end()
    const error = this.#error ?? (this.#raised && (this.#uncaught ?? this.#raised))
    this.#loaded.reject(this.#notLoaded(code, error))
    this.#over({
      // Of a terminated thread the code says nothing.
      code: this.#killed && error === undefined ? null : code,
      signal: null,
      ...(error === undefined ? {} : { error }),
      ...(this.#killed ? { hint: 'terminated' } : this.#hint === undefined ? {} : { hint: this.#hint }),
    })
  }

  /** Why `launch` failed, where the thread ended before its module was imported. */
  #notLoaded(code: number, error: Error | undefined): Error {
    if (error instanceof ThreadImportError) return error
    if (error === undefined && this.#stopAsked) return calledOff()
    const cause = error ?? new Error(`the thread exited with code ${code} while it was imported`)
    return new ThreadImportError(this.#name, this.#file, cause)
  }

  #over(exit: RuntimeExit): void {
    this.#state = 'over'
    living.delete(this)
    this.#exited.resolve(exit)
    this.#gone.resolve({ gone: true, left: [], suspects: [] })
  }

  /**
   * A running thread does not hold up the end of this process, unless somebody listens to it; while it starts or stops,
   * somebody waits for it.
   */
  #keepAlive(): void {
    const isAwaited = !this.#isLoaded || this.#stopAsked || this.#listening > 0
    for (const handle of [this.#worker, this.#control]) {
      if (isAwaited) handle?.ref()
      else handle?.unref()
    }
  }

  #splitter(stream: 'stdout' | 'stderr'): LineSplitter {
    return new LineSplitter((text) => {
      const { clock, log } = this.#context ?? {}
      log?.output(stream, text)
      this.#lines.add({ stream, text, timeMs: clock?.nowMs() ?? 0 })
    })
  }

  #listenerFailed(error: unknown): void {
    this.#context?.log.logger.error({ err: error }, 'a listener of the thread threw')
  }
}

function calledOff(): Error {
  return new DOMException('The thread was told to stop before its module was imported.', 'AbortError')
}

function isCloneError(error: unknown): error is Error {
  return isError(error) && error.name === 'DataCloneError'
}

/** Names the first property that cannot be cloned, e.g. `data.onRow`. */
function uncloneablePart(name: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return name
  for (const [key, part] of Object.entries(value)) {
    try {
      structuredClone(part)
    } catch {
      return uncloneablePart(`${name}.${key}`, part)
    }
  }
  return name
}
