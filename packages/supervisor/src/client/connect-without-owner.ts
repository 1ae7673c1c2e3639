import type { PublishedSupervisor } from '../generations.ts'
import { openPlainLink } from '../wire/link.ts'
import type { OwnerCalls } from '../wire/protocol.ts'
import { Connection } from './connection.ts'

const noOwner: OwnerCalls = {
  exited: nothing,
  gone: nothing,
  lines: nothing,
  connected: nothing,
  doomed: nothing,
  complaint: nothing,
  hostReach: nothing,
  recorded: nothing,
}

function nothing(): void {
  // There is no owner to be told.
}

/** A connection for somebody who has no services, to a supervisor of any version; the system's code where there is none. */
export async function connectWithoutOwner(published: PublishedSupervisor): Promise<Connection | string> {
  const link = await openPlainLink(published.address)
  return typeof link === 'string' ? link : new Connection(link, published, noOwner)
}
