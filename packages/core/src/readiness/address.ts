import { BadOptionError } from '../errors/scope-errors.ts'
import { isText, type OptionTable } from '../options/options-check.ts'
import type { ProbeContext } from './readiness.ts'

/** Where a probe looks. */
export interface ProbeAddressOptions {
  /** A number, or the name of one of the service's ports. @default its first port */
  readonly port?: number | string | undefined
  /** A literal address. @default that of the service's node */
  readonly host?: string | undefined
}

export interface ProbeAddress {
  readonly host: string
  readonly port: number
}

/** The options that say where a probe looks. */
export const addressTable: OptionTable<keyof ProbeAddressOptions> = {
  port: { expected: 'a number, or the name of a port', is: (value) => typeof value === 'number' || isText(value) },
  host: { expected: 'a literal address', is: isText },
}

/** Refuses at declaration what can be seen to be wrong there. */
export function checkAddress(probe: string, { port }: ProbeAddressOptions): void {
  if (typeof port !== 'number' || (Number.isInteger(port) && port >= 1 && port <= 65_535)) return
  throw new BadOptionError(`${probe}: port is ${port}, expected an integer from 1 to 65535 or the name of a port`)
}

/** @throws {BadOptionError} if the service does not have such a port */
export function resolveAddress(probe: string, options: ProbeAddressOptions, context: ProbeContext): ProbeAddress {
  const host = options.host ?? context.host
  if (typeof options.port === 'number') return { host, port: options.port }
  const port = options.port === undefined ? context.port : context.ports[options.port]
  if (port !== undefined) return { host, port }
  const names = Object.keys(context.ports)
  throw new BadOptionError(
    `${probe} of service "${context.serviceName}": ` +
      (options.port === undefined ? 'the service has no port' : `the service has no port named "${options.port}"`) +
      `${names.length === 0 ? '' : ` (it has ${names.join(', ')})`}.\n` +
      '  To change    ports: names of ports of the service · port: a number, for a port that it chooses itself',
  )
}
