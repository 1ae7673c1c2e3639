import { protocolOf } from '../protocol.ts'
import type { OutputLine } from '@curfew/protocol'
import type { ProcessRuntime } from '../runtime/process.ts'
import { processTraits } from '../runtime/built-in.ts'
import { defineKind } from './definition.ts'
import { notStarted } from './not-started.ts'
import { Service } from './service.ts'
import type { ProcessAddress, ProcessOptions } from './process-definition.ts'

/**
 * A service that is a process of its own, with all its descendants: a server, a database, a command.
 *
 * Guarantee: when it is stopped its whole tree is gone, not only the direct child, and its ports can be bound again.
 *
 * @typeParam Port - Names of its ports
 * @typeParam Group - Names that its readiness found, read as `groups`
 */
export class ProcessService<Port extends string = 'main', Group extends string = never> extends Service {
  constructor(options: ProcessOptions<Port, Group>) {
    super(
      defineKind({
        traits: processTraits,
        ownClass: ProcessService,
        options,
        example: `processService({ command: 'node', args: ['server.js'] })`,
        createRuntime: (kit, place) => kit.process(options, place),
      }),
    )
  }

  /** Literal IP that it listens on. */
  get host(): string {
    return this.#address('host').host
  }

  /** The first of its ports. */
  get port(): number {
    return this.#address('port').port
  }

  /** Its ports by name. */
  get ports(): Readonly<Record<Port, number>> {
    return this.#address('ports').ports
  }

  /** `host:port` */
  get address(): string {
    return this.#address('address').address
  }

  /** `http://host:port` */
  get url(): string {
    return this.#address('url').url
  }

  /** What its readiness found, e.g. the groups of `logLine()`. */
  get groups(): Readonly<Record<Group, string>> {
    this.#runtime('groups')
    return protocolOf(this).lifecycle?.groups ?? {}
  }

  /** The process id of its main process. */
  get pid(): number {
    const pid = this.#runtime('pid').pid
    if (pid === undefined) throw notStarted(this, 'pid')
    return pid
  }

  /** Sends a signal to its main process (reload, pause; or a kill that the test means as chaos, after `expectExit()`). */
  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.#runtime('signal').signal(signal)
  }

  /** Calls back for each line of its output, from the first on. Returns how to end it. */
  onLine(listener: (line: OutputLine) => void): () => void {
    return this.#runtime('onLine').target.onLine(listener)
  }

  #runtime(what: string): ProcessRuntime {
    const runtime = protocolOf(this).lifecycle?.runtime as ProcessRuntime | undefined
    if (runtime === undefined) throw notStarted(this, what)
    return runtime
  }

  #address(what: string): ProcessAddress {
    const { address } = this.#runtime(what)
    if (address === undefined) throw notStarted(this, what)
    return address
  }
}

/** Declares a process: `command` with `args` as an argument vector, without a shell. */
export function processService<const Port extends string = 'main', Group extends string = never>(
  options: ProcessOptions<Port, Group>,
): ProcessService<Port, Group> {
  return new ProcessService(options)
}
