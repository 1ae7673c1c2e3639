import { addressText, PortForeignError } from '../errors/readiness-errors.ts'
import { errorText } from '@curfew/protocol'
import type { ProbeContext } from './readiness.ts'

/**
 * Whether it is the service itself that accepted a connection, as far as the system can tell.
 *
 * @returns `undefined` when it is (or when it cannot be told), else what was seen instead
 * @throws {PortForeignError} if somebody else listens there
 */
export async function impostor(
  context: Pick<ProbeContext, 'portHolder' | 'serviceName'>,
  probe: string,
  host: string,
  port: number,
): Promise<string | undefined> {
  let holder
  try {
    holder = await context.portHolder(host, port)
  } catch (error) {
    return `connected to ${addressText(host, port)}, but who listens there could not be asked: ${errorText(error)}`
  }
  if (holder?.state === 'foreign') {
    throw new PortForeignError({ service: context.serviceName, probe, host, port, holder: holder.holder })
  }
  if (holder?.state === 'none') return `connected to ${addressText(host, port)}, but nobody listens there any more`
  return undefined
}
