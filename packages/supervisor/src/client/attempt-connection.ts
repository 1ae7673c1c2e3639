import type { PublishedSupervisor } from '../generations.ts'
import { openLink, openPlainLink } from '../wire/link.ts'
import { isAbsence } from '../wire/try-connect.ts'
import { type OwnerCalls, type OwnerHello, protocolVersion } from '../wire/protocol.ts'
import { Connection, ConnectionLost } from './connection.ts'
import type { Attempt } from './reach.ts'

/** Connects an owner to a supervisor, once. */
export async function attemptConnection(
  published: PublishedSupervisor,
  local: OwnerCalls,
  hello: Omit<OwnerHello, 'protocol' | 'role'>,
): Promise<Attempt<Connection>> {
  // One of another version says so itself, in answer to the hello.
  const open = published.protocol === protocolVersion ? openLink : openPlainLink
  const link = await open(published.address)
  if (typeof link === 'string') return isAbsence(link) ? 'absent' : 'failed'
  const connection = new Connection(link, published, local)
  try {
    await connection.hello(hello)
    return { value: connection }
  } catch (error) {
    if (error instanceof ConnectionLost) return 'lost'
    throw error
  }
}
