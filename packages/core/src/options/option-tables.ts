import { constants } from 'node:os'
import { isPrintable } from '@curfew/protocol'
import type { LocalClusterOptions } from '../places/local/local-cluster.ts'
import type { LocalNodeOptions } from '../places/local/local-node.ts'
import { isPlace } from '../place.ts'
import {
  aFunction,
  isRecord,
  isText,
  isWhole,
  milliseconds,
  oneOf,
  trueOrFalse,
  type OptionCheck,
  type OptionTable,
} from './options-check.ts'
import { isService } from '../protocol.ts'
import { isProbe, probesExpected } from './is-probe.ts'
import type { ReadyOptions, ServiceOptions } from '../service/options.ts'
import type { ProcessOptions } from '../service/process-definition.ts'
import type { Service } from '../service/service.ts'
import type { TaskOptions } from '../service/task-definition.ts'
import type { ThreadOptions } from '../service/thread-definition.ts'

/** It is printed, and names files. */
const isName = (value: unknown): boolean => isText(value) && isPrintable(value)
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isList = (value: unknown, is: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(is)
const isWithoutRepeats = (values: readonly unknown[]): boolean => new Set(values).size === values.length
const isSignal = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(constants.signals, value)
const isPort = (value: unknown): boolean => value === 'free' || isWhole(value, 1, 65_535)
/** Numbers are written out, as Node does it. */
const isArgument = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'
const isVariable = (value: unknown): boolean => value === undefined || isArgument(value)
/** Of any realm: under Jest a test file has another `URL`. */
const isUrl = (value: unknown): boolean => isObject(value) && 'href' in value && typeof value.href === 'string'

/** A value, or a function of where the process is to listen; what that returns is checked by the same, when it does. */
function ofAddress(check: OptionCheck): OptionCheck {
  return {
    expected: `${check.expected}, or a function that returns it`,
    is: (value) => typeof value === 'function' || check.is(value),
  }
}

const signal: OptionCheck = { expected: `the name of a signal, such as 'SIGTERM'`, is: isSignal }
const variables: OptionCheck = {
  expected: 'an object of strings (undefined removes a variable)',
  is: (value) => isRecord(value) && Object.values(value).every(isVariable),
}
const id: OptionCheck = { expected: 'a whole number ≥ 0', is: (value) => isWhole(value, 0, 2 ** 32 - 1) }

/** Options of every service. */
export const everyService: OptionTable<keyof ServiceOptions> = {
  name: { expected: 'a text without control and invisible characters, on one line', is: isName },
  tags: {
    expected: 'an array of strings without control and invisible characters',
    is: (value) => isList(value, isName),
  },
  stopPriority: { expected: 'a whole number from 0 to 100', is: (value) => isWhole(value, 0, 100) },
  on: { expected: 'a node or a cluster', is: (value) => isObject(value) && isPlace(value as Service) },
  needs: { expected: 'an array of services', is: (value) => isList(value, (one) => isService(one)) },
  startTimeoutMs: milliseconds,
  stopTimeoutMs: milliseconds,
  onKilled: oneOf('fail', 'warn'),
  mayExit: trueOrFalse,
  quiesce: aFunction,
  cleanup: aFunction,
}

/** Tasks are given it by those who test curfew; their types have no such option. */
const probed: OptionTable<keyof ReadyOptions> = {
  ready: {
    expected: probesExpected,
    is: (value) => isProbe(value) || isList(value, isProbe),
  },
}

/** What the functions among the options of a process return. */
export const ofProcessAddress: OptionTable<'command' | 'args' | 'env' | 'cwd'> = {
  command: { expected: 'an executable, without its arguments (those go into args)', is: isText },
  args: { expected: `an array of strings, such as ['server.js']`, is: (value) => isList(value, isArgument) },
  env: variables,
  cwd: { expected: 'a path or a file: URL', is: (value) => isText(value) || isUrl(value) },
}

export const processTable: OptionTable<keyof ProcessOptions> = {
  ...everyService,
  ...probed,
  command: { ...ofAddress(ofProcessAddress.command), isRequired: true },
  args: ofAddress(ofProcessAddress.args),
  env: ofAddress(ofProcessAddress.env),
  cwd: ofAddress(ofProcessAddress.cwd),
  shell: trueOrFalse,
  ports: {
    expected: `an array of names, such as ['http'], or numbers by name, such as { http: 8080, admin: 'free' }, none of them twice`,
    is: (value) =>
      (isList(value, isText) && isWithoutRepeats(value as readonly unknown[])) ||
      (isRecord(value) &&
        Object.values(value).every(isPort) &&
        isWithoutRepeats(Object.values(value).filter((port) => port !== 'free'))),
  },
  output: oneOf('file', 'pipe'),
  stopSignal: signal,
  cleanExits: {
    expected: `an array of exit codes and names of signals, such as [0, 'SIGINT']`,
    is: (value) => isList(value, (one) => isWhole(one, 0, 255) || isSignal(one)),
  },
  uid: id,
  gid: id,
  prepare: aFunction,
  maxLogBytes: { expected: 'a number of bytes > 0', is: (value) => typeof value === 'number' && value > 0 },
}

export const threadTable: OptionTable<keyof ThreadOptions> = {
  ...everyService,
  ...probed,
  module: { expected: 'a path or a file: URL', is: (value) => isText(value) || isUrl(value), isRequired: true },
  data: { expected: 'plain data', is: () => true },
  env: variables,
  execArgv: { expected: 'an array of strings', is: (value) => isList(value, (one) => typeof one === 'string') },
  resourceLimits: { expected: 'an object, as worker_threads has it', is: isRecord },
}

export const taskTable: OptionTable<keyof TaskOptions | keyof ReadyOptions> = {
  ...everyService,
  ...probed,
  run: aFunction,
  intervalMs: milliseconds,
  onError: oneOf('fail', 'continue'),
  readyAfterFirst: trueOrFalse,
}

/** Of services in a runtime of a provider, which checks its own options itself. */
export const runtimeTable: OptionTable<keyof ServiceOptions | keyof ReadyOptions> = { ...everyService, ...probed }

/** Of every node and cluster; those of a provider have others, which it checks itself. */
export const placeTable: OptionTable<keyof ServiceOptions | keyof ReadyOptions> = { ...everyService, ...probed }

export const localNodeTable: OptionTable<keyof LocalNodeOptions | keyof ReadyOptions> = {
  ...placeTable,
  host: { expected: 'a loopback address', is: isText },
}

export const localClusterTable: OptionTable<keyof LocalClusterOptions | keyof ReadyOptions> = {
  ...placeTable,
  size: { expected: 'a whole number from 1 to 200', is: (value) => isWhole(value, 1, 200) },
}
