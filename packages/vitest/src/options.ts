import { BadOptionError, type Limits } from '@curfew/core'

/** Nodes of this machine. */
export interface LocalNodes {
  readonly name: 'local'
  /** Number of nodes of the fixture `cluster`. @default 3 */
  readonly clusterSize?: number | undefined
}

/**
 * Nodes from a module of the project: its default export is a `NodeProvider`, or a function that returns one and is given
 * `options`. It is loaded in each worker, by Vite, so it may be TypeScript.
 */
export interface NodesOfModule {
  /** A path, relative to the root of the project. */
  readonly module: string
  /** Handed to the function; plain data. */
  readonly options?: unknown
}

/** Options of the plugin. */
export interface CurfewOptions {
  /** Time limits, in milliseconds; a service's own options win over them. */
  readonly limits?: Partial<Limits> | undefined
  /** Where the fixtures `node` and `cluster` come from. @default 'local' */
  readonly nodes?: 'local' | LocalNodes | NodesOfModule | undefined
  /** Whether SIGINT, SIGTERM and SIGHUP stop all services in order before the run ends; a second signal ends it at once. @default true */
  readonly signals?: boolean | undefined
  /**
   * Leaves the processes of a failed test up and says where they listen, where their logs are and how to stop them. Tasks and
   * threads cannot outlive the worker. The next run stops what is still up. Ignored in a CI (`CI` is set). @default false
   */
  readonly keepOnFailure?: boolean | undefined
  /**
   * What becomes of a test that started something which outlives its services (a process, a thread, a listener on a fixed
   * port, a temporary directory that cannot be removed): it fails, or there is a warning. @default 'fail'
   */
  readonly leaks?: 'fail' | 'warn' | undefined
  /** The folder that `.curfew` is in. @default the root of the Vitest project that is the root */
  readonly root?: string | undefined
}

const limitNames: readonly (keyof Limits)[] = [
  'startTimeoutMs',
  'stopTimeoutMs',
  'killTimeoutMs',
  'cleanupTimeoutMs',
  'totalStartTimeoutMs',
  'totalStopTimeoutMs',
]

/** Checks all options at once. @throws {BadOptionError} naming each option, what is expected and what was found */
export function checkOptions(options: unknown): asserts options is CurfewOptions {
  const problems = [...problemsOf(options)]
  if (problems.length > 0)
    throw new BadOptionError(`Options of curfew():\n${problems.map((text) => `  ${text}`).join('\n')}`)
}

function* problemsOf(options: unknown): Generator<string> {
  if (!isRecord(options)) {
    yield expected('curfew(options)', 'an object', options)
    return
  }
  const known: Readonly<Record<string, (value: unknown) => Iterable<string>>> = {
    limits: limitProblems,
    nodes: nodesProblems,
    signals: (value) => (typeof value === 'boolean' ? [] : [expected('signals', 'true or false', value)]),
    keepOnFailure: (value) => (typeof value === 'boolean' ? [] : [expected('keepOnFailure', 'true or false', value)]),
    leaks: (value) => (value === 'fail' || value === 'warn' ? [] : [expected('leaks', `'fail' or 'warn'`, value)]),
    root: (value) => (typeof value === 'string' ? [] : [expected('root', 'a path', value)]),
  }
  for (const [name, value] of Object.entries(options)) {
    const check = known[name]
    if (check === undefined) yield `"${name}" is no option; there are ${Object.keys(known).join(', ')}`
    else if (value !== undefined) yield* check(value)
  }
}

function* limitProblems(limits: unknown): Generator<string> {
  if (!isRecord(limits)) {
    yield expected('limits', 'an object', limits)
    return
  }
  for (const [name, value] of Object.entries(limits)) {
    if (!(limitNames as readonly string[]).includes(name)) {
      yield `"limits.${name}" is no option; there are ${limitNames.join(', ')}`
    } else if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      yield expected(`limits.${name}`, 'a number of milliseconds ≥ 0', value)
    }
  }
}

function* nodesProblems(nodes: unknown): Generator<string> {
  if (nodes === 'local') return
  if (!isRecord(nodes)) {
    yield expected('nodes', `'local', { name: 'local', … } or { module: './nodes.ts' }`, nodes)
    return
  }
  if ('module' in nodes) {
    if (typeof nodes['module'] !== 'string') yield expected('nodes.module', 'a path', nodes['module'])
    return
  }
  if (nodes['name'] !== 'local') yield expected('nodes.name', `'local'`, nodes['name'])
  const size = nodes['clusterSize']
  if (size !== undefined && !(Number.isInteger(size) && (size as number) > 0)) {
    yield expected('nodes.clusterSize', 'a whole number > 0', size)
  }
}

function expected(name: string, what: string, found: unknown): string {
  const shown = typeof found === 'string' ? JSON.stringify(found) : String(found)
  return `"${name}" has to be ${what}; it is ${shown} (${found === null ? 'null' : typeof found})`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
