import { asRegistered } from '../as-registered.ts'
import { PortTakenError } from '../errors/process-errors.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import {
  defaultLimits,
  type OutputLine,
  type PortHolder,
  type ProcessHandle,
  type HostDriverOrder,
  type ProcessHost,
  type ProcessSpawnOrder,
  type ProcessTreeEnd,
  type ProcessInfo,
} from '@curfew/protocol'
import { checkReturned } from '../options/check-options.ts'
import type { ProcessAddress, ProcessOptions } from '../service/process-definition.ts'
import { type Inherited, withOwn } from './inherited-environment.ts'
import { processDirectory } from './process-directory.ts'
import type { LaunchContext, ProbeTarget, Runtime, RuntimeEnd, RuntimeExit } from './runtime.ts'
import { signalNumber } from './signal-number.ts'

/** What a process runtime tells beyond a {@link Runtime}. */
export interface ProcessRuntime extends Runtime {
  /** Where it listens; known before it is spawned. */
  readonly address: ProcessAddress | undefined
  signal(signal: NodeJS.Signals): Promise<void>
}

/** What a process has of the place that it runs on. */
export interface ProcessPlace {
  /** Where it listens. */
  readonly host: string
  /** The driver of its process host; `undefined` for this machine. */
  readonly driver: HostDriverOrder | undefined
  /** The folder that a relative `cwd` is below. */
  readonly root: string
  /** What it inherits. */
  readonly environment: Inherited
  readonly umask: number
}

const defaultMaxLogBytes = 256 * 1024 * 1024
/** More than a process host needs to find another supervisor, or to do without: it answers first. */
const orderTimeoutMs = 45_000

/** Runs a process through the process host, which is its parent and knows its tree. */
export class HostedProcessRuntime implements ProcessRuntime {
  readonly orderTimeoutMs: number = orderTimeoutMs
  address: ProcessAddress | undefined
  readonly #options: ProcessOptions<string, string>
  readonly #connect: () => Promise<ProcessHost>
  readonly #place: ProcessPlace
  readonly #host: string
  readonly #exited = Promise.withResolvers<RuntimeExit>()
  readonly #gone = Promise.withResolvers<RuntimeEnd>()
  readonly #spawned = Promise.withResolvers<ProcessHandle | undefined>()
  readonly #lineListeners = new Map<(line: OutputLine) => void, () => void>()
  #handle: ProcessHandle | undefined
  #processHost: ProcessHost | undefined
  #id = ''
  #killTimeoutMs = defaultLimits.killTimeoutMs
  #alive = false

  constructor(options: ProcessOptions<string, string>, place: ProcessPlace, connect: () => Promise<ProcessHost>) {
    this.#options = options
    this.#host = place.host
    this.#place = place
    this.#connect = connect
  }

  get exited(): Promise<RuntimeExit> {
    return this.#exited.promise
  }

  get gone(): Promise<RuntimeEnd> {
    return this.#gone.promise
  }

  get pid(): number | undefined {
    return this.#handle?.pid
  }

  get target(): ProbeTarget {
    const address = this.address
    return {
      host: this.#host,
      port: address !== undefined && Object.keys(address.ports).length > 0 ? address.port : undefined,
      ports: address?.ports ?? {},
      onLine: (listener) => this.#onLine(listener),
      onMessage: () => () => {},
      portHolder: (host, port) => this.#portHolder(host, port),
    }
  }

  async launch(context: LaunchContext): Promise<void> {
    try {
      await this.#launch(context)
    } catch (error) {
      this.#spawned.resolve(undefined)
      if (this.#handle === undefined) this.#nothingLeft()
      throw error
    }
  }

  async terminate(): Promise<void> {
    const handle = await this.#spawned.promise
    await handle?.terminate(this.#stopSignal)
  }

  async kill(): Promise<void> {
    const handle = await this.#spawned.promise
    await handle?.kill(this.#killTimeoutMs)
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.#handle?.signal(signal)
  }

  isAlive(): boolean {
    return this.#alive
  }

  async refresh(): Promise<boolean> {
    return this.#handle !== undefined && (await this.#handle.refresh()).length > 0
  }

  /** Not when the service listens where we told it to; then somebody else holds the port. */
  async portWasTaken(): Promise<boolean> {
    const { ports = ['main'] } = this.#options
    const chosen = Array.isArray(ports)
      ? Object.values(this.address?.ports ?? {})
      : Object.entries(ports)
          .filter(([, fixed]) => fixed === 'free')
          .map(([name]) => this.address?.ports[name])
    for (const port of chosen) {
      if (port === undefined) continue
      if ((await this.#portHolder(this.#host, port))?.state === 'foreign') return true
    }
    return false
  }

  isCleanStop({ code, signal }: RuntimeExit): boolean {
    const { cleanExits } = this.#options
    const sent = this.#stopSignal
    // An exit that nobody could observe (an adopted process) is not held against it.
    if (code === null && signal === null) return true
    const clean: readonly (string | number)[] = cleanExits ?? [0, sent, 128 + signalNumber(sent)]
    return clean.includes(signal ?? code ?? 0)
  }

  async lastLines(count: number): Promise<readonly OutputLine[]> {
    return (await this.#handle?.lastLines(count)) ?? []
  }

  release(): void {
    for (const end of this.#lineListeners.values()) end()
    this.#lineListeners.clear()
  }

  describe(): string {
    return this.#handle === undefined ? 'process (not spawned)' : `pid ${this.#handle.pid}`
  }

  get #stopSignal(): NodeJS.Signals {
    return this.#options.stopSignal ?? 'SIGTERM'
  }

  async #launch(context: LaunchContext): Promise<void> {
    const { signal } = context
    const options = this.#options
    await context.waitForNode(signal)
    const processHost = (this.#processHost = await this.#connect())
    this.#id = context.id
    this.#killTimeoutMs = finiteKill(context.limits.killTimeoutMs)
    const address = (this.address = await this.#lease(processHost, context))
    signal.throwIfAborted()
    await options.prepare?.(address, signal)
    signal.throwIfAborted()
    const handle = await processHost.spawn({
      id: context.id,
      service: context.serviceName,
      scopeId: context.scopeId,
      needs: context.needs,
      command: this.#of('command', address, context),
      args: (this.#of('args', address, context) ?? []).map(String),
      cwd: processDirectory(this.#of('cwd', address, context), this.#place.root, context.serviceName),
      env: withOwn(this.#place.environment, this.#of('env', address, context) ?? {}),
      umask: this.#place.umask,
      uid: options.uid,
      gid: options.gid,
      shell: options.shell ?? false,
      host: this.#host,
      ports: address.ports,
      stop: {
        signal: this.#stopSignal,
        stopTimeoutMs: finite(context.limits.stopTimeoutMs),
        killTimeoutMs: this.#killTimeoutMs,
      },
      log: {
        directory: context.log.directory(),
        maxLogBytes: options.maxLogBytes ?? defaultMaxLogBytes,
        through: options.output ?? 'pipe',
        fields: { ...context.log.fields },
      },
      ...this.#driver,
    })
    this.#took(handle)
  }

  get #driver(): Pick<ProcessSpawnOrder, 'driver'> {
    const { driver } = this.#place
    return driver === undefined ? {} : { driver }
  }

  #took(handle: ProcessHandle): void {
    this.#handle = handle
    this.#alive = true
    for (const listener of this.#lineListeners.keys()) this.#lineListeners.set(listener, handle.onLine(listener))
    void handle.exited.then(({ code, signal, hint }) => {
      this.#alive = false
      this.#exited.resolve({ code, signal, hint })
    })
    void handle.gone.then((end) => this.#ended(end))
    this.#spawned.resolve(handle)
  }

  /** The option itself, or what its function returns for the address. */
  #of<Name extends 'command' | 'args' | 'env' | 'cwd'>(
    name: Name,
    address: ProcessAddress,
    { serviceName }: LaunchContext,
  ): ValueOf<ProcessOptions[Name]> {
    const option: unknown = this.#options[name]
    if (typeof option !== 'function') return option as ValueOf<ProcessOptions[Name]>
    const value = (option as (address: ProcessAddress) => unknown)(address)
    checkReturned(name, value, serviceName)
    return value as ValueOf<ProcessOptions[Name]>
  }

  async #lease(processHost: ProcessHost, context: LaunchContext): Promise<ProcessAddress> {
    const { ports = ['main'] } = this.#options
    const entries: [string, number | 'free'][] = Array.isArray(ports)
      ? ports.map((name: string) => [name, 'free'])
      : Object.entries(ports)
    const fixed = Object.fromEntries(entries.filter((entry): entry is [string, number] => entry[1] !== 'free'))
    if (entries.length === 0) return addressOf(context.serviceName, this.#host, [], {})
    const names = entries.map(([name]) => name)
    const lease = await processHost.leasePorts({ id: context.id, host: this.#host, names, fixed, ...this.#driver })
    if (!lease.ok) throw new PortTakenError(context.serviceName, lease.taken)
    return addressOf(context.serviceName, this.#host, names, lease.ports)
  }

  #onLine(registered: (line: OutputLine) => void): () => void {
    const listener = asRegistered(registered)
    this.#lineListeners.set(listener, this.#handle?.onLine(listener) ?? (() => {}))
    return () => {
      this.#lineListeners.get(listener)?.()
      this.#lineListeners.delete(listener)
    }
  }

  async #portHolder(host: string, port: number): Promise<PortHolder | undefined> {
    return this.#handle?.portHolder(host, port)
  }

  #ended(end: ProcessTreeEnd): void {
    if (end.gone) void this.#processHost?.releasePorts(this.#id).catch(() => {})
    this.#gone.resolve({
      gone: end.gone,
      left: end.survivors.map(describe),
      suspects: end.suspects.map(describe),
      leftBehind: end.leftBehind.map(describe),
      killed: end.killed.map((process) => ({
        what: describe(process),
        isMain: process.pid === this.pid,
        wasAsked: process.asked,
      })),
    })
  }

  #nothingLeft(): void {
    this.#exited.resolve({ code: null, signal: null })
    this.#ended({ gone: true, survivors: [], suspects: [], killed: [], leftBehind: [] })
  }
}

type ValueOf<Option> = Exclude<Option, (...args: never) => unknown>

/** The address as an object whose getters tell when a service without ports is asked for one. */
function addressOf(
  service: string,
  host: string,
  names: readonly string[],
  ports: Readonly<Record<string, number>>,
): ProcessAddress {
  const first = names[0]
  const port = first === undefined ? undefined : ports[first]
  const need = (): number => {
    if (port !== undefined) return port
    throw new BadOptionError(
      `Service "${service}" has no port, since its option "ports" is empty; name one there to use it.`,
    )
  }
  return {
    host,
    ports,
    get port() {
      return need()
    },
    get address() {
      return `${host}:${need()}`
    },
    get url() {
      return `http://${host}:${need()}`
    },
  }
}

/** While somebody debugs there is no limit, but a kill that has not worked by then never will. */
function finiteKill(limitMs: number): number {
  return Number.isFinite(limitMs) ? limitMs : defaultLimits.killTimeoutMs
}

/** JSON has no Infinity. */
function finite(limitMs: number): number | null {
  return Number.isFinite(limitMs) ? limitMs : null
}

function describe({ pid, command, cwd }: ProcessInfo): string {
  return `pid ${pid} (${command}${cwd === undefined ? '' : `, in ${cwd}`})`
}
