import { isAbsolute } from 'node:path'
import { isIP } from 'node:net'
import { BadOptionError } from '../errors/scope-errors.ts'
import { aFunction, isRecord, isText, isWhole, optionProblems, type OptionTable } from '../options/options-check.ts'
import type { HostDriverOrder } from '@curfew/protocol'
import type { ProcessDefaults } from '../runtime/runtime.ts'
import type { Cluster } from './cluster.ts'
import type { Node } from './node.ts'

/** What a provider says of a node or a cluster. Everything may be absent: then it is this machine, and up from its start on. */
export interface PlaceDefinition {
  /** What it is called until its options or its catalog name it. @default 'node' or 'cluster' */
  readonly name?: string | undefined
  /**
   * Brings it up: resolves when services may start on it. A rejection fails its start, and means that nothing is left of it.
   * After {@link UpPlace.lost} it is called again, until it resolves.
   *
   * @param signal - aborts when it is to stop before it is up
   */
  up?(signal: AbortSignal, place: UpPlace): void | Promise<void>
  /** Takes it down: called once when it stops after it was up, also while it is lost; once more if the first call rejects. */
  down?(): void | Promise<void>
  /**
   * Resolves when services may start and iterate on it now; asked before each does, while it is up. A rejection is no error of
   * theirs: it is asked again, after a pause.
   */
  waitTillUp?(signal: AbortSignal): void | Promise<void>
  /**
   * The driver that the supervisor loads for its processes, so that they are in its hands and not in this process's; a function
   * where it is known only once the place is up. @default processes run on this machine
   */
  readonly processes?: HostDriverOrder | (() => HostDriverOrder) | undefined
  /** What its processes have where their options do not say. @default what this process has */
  readonly defaults?: ProcessDefaults | undefined
}

/** What a provider says of a node. */
export interface NodeDefinition extends PlaceDefinition {
  /** The literal IP that its services listen on; a function where it is known only once the node is up. */
  readonly host: string | (() => string)
}

/** What a provider says of a cluster. */
export interface ClusterDefinition extends PlaceDefinition {
  /** The literal IP of services that are on the cluster itself, and on no node of it. @default '127.0.0.1' */
  readonly host?: string | (() => string) | undefined
  /** Makes its nodes, once, when the cluster is made: each with the option `on: cluster`. */
  nodes(cluster: Cluster): readonly Node[]
}

/** What a provider tells of a place that is up. */
export interface UpPlace {
  /** It is down though nobody stopped it: what is to start on it waits, and it is brought up again. Does nothing while it is down. */
  lost(reason: unknown): void
}

const ofPlace: OptionTable<keyof PlaceDefinition> = {
  name: { expected: 'a text', is: isText },
  up: aFunction,
  down: aFunction,
  waitTillUp: aFunction,
  processes: {
    expected: `{ module } with an absolute path or a file: URL, such as import.meta.resolve('./driver.js'), or a function that returns it`,
    is: (value) => typeof value === 'function' || isDriver(value),
  },
  defaults: { expected: '{ cwd, env, umask }, with an absolute cwd', is: isDefaults },
}
const host = {
  expected: 'a literal IP, such as 10.0.0.2, or a function that returns it',
  is: (value: unknown) => typeof value === 'function' || isAddress(value),
}
const ofNode: OptionTable<keyof NodeDefinition> = { ...ofPlace, host: { ...host, isRequired: true } }
const ofCluster: OptionTable<keyof ClusterDefinition> = { ...ofPlace, host, nodes: { ...aFunction, isRequired: true } }

/** @throws {BadOptionError} naming what is wrong with what a function given to `defineNode` returned */
export function checkNodeDefinition(definition: unknown): asserts definition is NodeDefinition {
  check('defineNode()', 'a node', definition, ofNode)
}

/** @throws {BadOptionError} naming what is wrong with what a function given to `defineCluster` returned */
export function checkClusterDefinition(definition: unknown): asserts definition is ClusterDefinition {
  check('defineCluster()', 'a cluster', definition, ofCluster)
}

/** The address that a definition gives now. @throws {BadOptionError} when it is none */
export function addressOf({ host: given = '127.0.0.1' }: ClusterDefinition | NodeDefinition, name: string): string {
  const address: unknown = typeof given === 'function' ? given() : given
  if (isAddress(address)) return address
  throw new BadOptionError(
    `The host of "${name}" has to be a literal IP, such as 10.0.0.2, once it is up; its function returned ${String(address)}.`,
  )
}

/** The driver that a definition names now. @throws {BadOptionError} when it is none */
export function driverOf({ processes }: PlaceDefinition, name: string): HostDriverOrder | undefined {
  const driver: unknown = typeof processes === 'function' ? processes() : processes
  if (driver === undefined || isDriver(driver)) return driver
  throw new BadOptionError(
    `The function "processes" of "${name}" has to return { module } with an absolute path or a file: URL; it returned ${JSON.stringify(driver)}.`,
  )
}

function check(call: string, what: string, definition: unknown, table: OptionTable): void {
  const problems = optionProblems(`the definition of ${what}`, definition, table)
  if (problems.length > 0) throw new BadOptionError(`${call}: ${problems.join('; ')}.`)
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0
}

function isDriver(value: unknown): value is HostDriverOrder {
  if (!isRecord(value)) return false
  const { module } = value
  return typeof module === 'string' && (module.startsWith('file:') || isAbsolute(module))
}

function isDefaults(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { cwd, env, umask } = value
  return (
    (cwd === undefined || (isText(cwd) && isAbsolute(cwd))) &&
    (env === undefined || (isRecord(env) && Object.values(env).every((each) => typeof each === 'string'))) &&
    (umask === undefined || isWhole(umask, 0, 0o777))
  )
}
