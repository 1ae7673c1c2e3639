import { addressText } from '../errors/readiness-errors.ts'
import { addressTable, checkAddress, resolveAddress, type ProbeAddressOptions } from './address.ts'
import { attemptTillReady } from './attempts.ts'
import { describeProbe } from './describe.ts'
import { Refusal } from './elsewhere.ts'
import { checkCall } from '../options/options-check.ts'
import { impostor } from './identity.ts'
import type { ProbeContext, Readiness } from './readiness.ts'

/** Options of {@link tcp}. */
export type TcpOptions = ProbeAddressOptions

/**
 * Ready when the service itself accepts a TCP connection on its port.
 *
 * Guarantee: a process that is not part of the service never makes it ready; where the system tells who listens, it fails
 * the start at once and is named.
 *
 * @throws {BadOptionError} `CURFEW_BAD_OPTION` if `port` is not a port
 */
export function tcp(options: TcpOptions = {}): Readiness {
  const description = describeProbe('tcp', options)
  checkCall(description, options, addressTable)
  checkAddress(description, options)
  return { description, wait: (context) => waitForTcp(description, options, context) }
}

async function waitForTcp(description: string, options: TcpOptions, context: ProbeContext): Promise<void> {
  const address = resolveAddress(description, options, context)
  const at = addressText(address.host, address.port)
  const refusal = new Refusal(context, address)
  context.saw(`connecting to ${at}`)
  await attemptTillReady(
    context,
    async (signal) => {
      const answer = await context.ask(address, { signal })
      if (answer.state === 'refused') await refusal.report(signal)
      if (answer.state === 'unreachable') context.saw(`cannot connect to ${at}: ${answer.reason}`)
      if (answer.state !== 'connected') return 'unseen'
      const other = await impostor(context, description, answer.address, address.port)
      if (other === undefined) return 'ready'
      if (!signal.aborted) context.saw(other)
      return 'seen'
    },
    'overtake',
  )
}
