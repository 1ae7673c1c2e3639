import type { Transferable } from 'node:worker_threads'
import { protocolOf } from '../protocol.ts'
import type { ThreadRuntime } from '../runtime/thread.ts'
import { threadTraits } from '../runtime/built-in.ts'
import { defineKind } from './definition.ts'
import { notStarted } from './not-started.ts'
import { Service } from './service.ts'
import type { ThreadOptions } from './thread-definition.ts'
import type { ThreadDataOf, ThreadInOf, ThreadOutOf } from './thread-module.ts'

/**
 * A service that is a worker thread of this process, for work that must not share the test's event loop: load, parsing,
 * an in-memory server. It is told to stop by a message, and terminated when it does not obey.
 *
 * @typeParam Data - What its module is handed
 * @typeParam In - Messages that {@link post} sends into it
 * @typeParam Out - Messages that come out of it
 * @typeParam Group - Names that its readiness found, read as `groups`
 */
export class ThreadService<Data = unknown, In = unknown, Out = unknown, Group extends string = never> extends Service {
  constructor(options: ThreadOptions<Data, Group>) {
    super(
      defineKind({
        traits: threadTraits,
        ownClass: ThreadService,
        options,
        example: `threadService({ module: './load.ts' })`,
        createRuntime: (kit) => kit.thread(options, protocolOf(this).declaredAt),
      }),
    )
  }

  /** What its readiness found, e.g. the groups of `logLine()`. */
  get groups(): Readonly<Record<Group, string>> {
    this.#runtime('groups')
    return protocolOf(this).lifecycle?.groups ?? {}
  }

  /** Sends a message into the thread; until its module listens, the message waits for it. */
  post(message: In, transfer?: readonly Transferable[]): void {
    this.#runtime('post').post(message, transfer)
  }

  /** Calls back for each message of the thread, from the first on (the last 1,000 are kept). Returns how to end it. */
  onMessage(listener: (message: Out) => void): () => void {
    return this.#runtime('onMessage').onMessage((message) => {
      listener(message as Out)
    })
  }

  #runtime(what: string): ThreadRuntime {
    const runtime = protocolOf(this).lifecycle?.runtime as ThreadRuntime | undefined
    if (runtime === undefined) throw notStarted(this, what)
    return runtime
  }
}

/** Options of a thread whose module's types are known: `data` is asked for where the module wants any. */
type TypedThreadOptions<Module, Group extends string> = Omit<ThreadOptions<ThreadDataOf<Module>, Group>, 'data'> &
  (undefined extends ThreadDataOf<Module>
    ? { readonly data?: ThreadDataOf<Module> }
    : { readonly data: ThreadDataOf<Module> })

/**
 * Declares a thread that runs a module.
 *
 * @typeParam Module - The type of the module, which types `data` and the messages
 * @example threadService<typeof import('./load.ts')>({ module: './load.ts', data: { url: api.url } })
 */
export function threadService<Module extends object = object, Group extends string = never>(
  options: TypedThreadOptions<Module, Group>,
): ThreadService<ThreadDataOf<Module>, ThreadInOf<Module>, ThreadOutOf<Module>, Group> {
  return new ThreadService(options)
}
