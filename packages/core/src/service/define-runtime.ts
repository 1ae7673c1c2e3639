import { BadOptionError } from '../errors/scope-errors.ts'
import { aFunction, isRecord, isText, optionProblems, trueOrFalse, type OptionTable } from '../options/options-check.ts'
import type { ProcessHost } from '@curfew/protocol'
import { protocolOf } from '../protocol.ts'
import { placeTraits, processTraits, taskTraits, threadTraits } from '../runtime/built-in.ts'
import type { Runtime, RuntimePlace } from '../runtime/runtime.ts'
import type { RuntimeTraits } from '../runtime/traits.ts'
import { defineKind } from './definition.ts'
import { notStarted } from './not-started.ts'
import { runtimeTable } from '../options/option-tables.ts'
import type { ReadyOptions, ServiceOptions } from './options.ts'
import { Service } from './service.ts'

/** What a provider says of a runtime. */
export interface RuntimeDefinition<Options extends object, Body extends Runtime> {
  /** As messages, records and the journal name it, e.g. `container`. */
  readonly kind: string
  /** A service in it, as messages name it. @default 'a <kind>' */
  readonly what?: string | undefined
  /** Whether a service in it may end by itself where its options do not say. @default false */
  readonly mayExit?: boolean | undefined
  /** Whether `kill` ends it in any case. @default true */
  readonly canBeKilled?: boolean | undefined
  /**
   * Whether it spawns a process at the process host, with the id of its service: then it can be kept up after a failure, is
   * looked through for leaks, and is finished when this process dies. @default false
   */
  readonly isHosted?: boolean | undefined
  /** Makes the runtime for one start. It begins when it is launched, and not before. */
  create(options: Options, around: RuntimeSurroundings): Body
}

/** What a runtime may use. */
export interface RuntimeSurroundings {
  /** Where its service runs. */
  readonly place: RuntimePlace
  /** Connects to whoever runs processes. */
  processHost(): Promise<ProcessHost>
}

/** Options of a service in a runtime of a provider, besides those of the provider. */
export type RuntimeServiceOptions = ServiceOptions & ReadyOptions<string>

/** A service in a runtime of a provider, extended by what {@link defineRuntime} returns. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever extends it says which
export abstract class RuntimeService<Body extends Runtime> extends Service {
  /**
   * The runtime of its start.
   *
   * @param what - what was asked for, as the error names it
   * @throws {NotStartedError} before it was started
   */
  protected launched(what: string): Body {
    const runtime = protocolOf(this).lifecycle?.runtime as Body | undefined
    if (runtime === undefined) throw notStarted(this, what)
    return runtime
  }
}

/** The class of services in a runtime of a provider; made to be extended. */
export type RuntimeServiceClass<Options extends object, Body extends Runtime> = new (
  options: Options & RuntimeServiceOptions,
) => RuntimeService<Body>

const definitionTable: OptionTable<keyof RuntimeDefinition<object, Runtime>> = {
  kind: { expected: 'a text', is: isText, isRequired: true },
  what: { expected: 'a text', is: isText },
  mayExit: trueOrFalse,
  canBeKilled: trueOrFalse,
  isHosted: trueOrFalse,
  create: { ...aFunction, isRequired: true },
}
const taken: readonly string[] = [taskTraits, threadTraits, processTraits, placeTraits].map(({ kind }) => kind)

/**
 * Defines what services may run in, besides tasks, threads and processes.
 *
 * @returns the class of such services: extend it with the members that users get
 * @throws {BadOptionError} naming what is wrong with the definition
 * @example
 * const Container = defineRuntime({ kind: 'container', create: (options: ContainerOptions) => new ContainerRuntime(options) })
 * export class ContainerService extends Container {
 *   get address(): string {
 *     return this.launched('address').address
 *   }
 * }
 */
export function defineRuntime<Options extends object, Body extends Runtime = Runtime>(
  definition: RuntimeDefinition<Options, Body>,
): RuntimeServiceClass<Options, Body> {
  const traits = traitsOf(definition)
  return class extends RuntimeService<Body> {
    constructor(options: Options & RuntimeServiceOptions) {
      super(
        defineKind({
          traits,
          options: options ?? {},
          createRuntime: (kit, place) => {
            const runtime: unknown = definition.create(options, { place, processHost: () => kit.processHost() })
            checkRuntime(traits.kind, runtime)
            return runtime as Body
          },
        }),
      )
    }
  }
}

const methods = ['launch', 'terminate', 'kill', 'isAlive', 'refresh', 'isCleanStop', 'lastLines', 'describe'] as const

/** Refuses what is no runtime before anything waits for it: without `exited` and `gone` it would never be over. */
function checkRuntime(kind: string, runtime: unknown): void {
  const problem = problemOf(runtime)
  if (problem === undefined) return
  throw new BadOptionError(`create() of the runtime "${kind}" has to return a Runtime; ${problem}.`)
}

function problemOf(runtime: unknown): string | undefined {
  if (typeof runtime !== 'object' || runtime === null) return `it returned ${String(runtime)}`
  const given = runtime as Partial<Record<keyof Runtime, unknown>>
  const missing = [
    ...methods.filter((name) => typeof given[name] !== 'function').map((name) => `${name}()`),
    ...(['exited', 'gone'] as const).filter((name) => !isPromise(given[name])).map((name) => `the promise "${name}"`),
    ...(typeof given.target === 'object' && given.target !== null ? [] : ['"target"']),
  ]
  return missing.length === 0 ? undefined : `what it returned lacks ${missing.join(', ')}`
}

function isPromise(value: unknown): boolean {
  return typeof (value as Partial<Promise<unknown>> | undefined)?.then === 'function'
}

function traitsOf(definition: Omit<RuntimeDefinition<object, Runtime>, 'create'>): RuntimeTraits {
  const problems = optionProblems('the definition of a runtime', definition, definitionTable)
  if (!isRecord(definition)) throw new BadOptionError(`defineRuntime(): ${problems.join('; ')}.`)
  const { kind, what = `a ${kind}`, mayExit = false, canBeKilled = true, isHosted = false } = definition
  if (taken.includes(kind)) problems.push(`kind is "${kind}", which curfew has itself: choose another name`)
  if (problems.length > 0) throw new BadOptionError(`defineRuntime(): ${problems.join('; ')}.`)
  return { kind, what, options: runtimeTable, isPlace: false, isHosted, mayExit, canBeKilled }
}
