import { readFileSync } from 'node:fs'
import process from 'node:process'
import type { getCACertificates, rootCertificates } from 'node:tls'
import type { TlsTrust } from '@curfew/protocol'
import type { HttpsTrust } from './http.ts'

/**
 * Whom a probe trusts, as data for another process: what the options say, and where they say nothing, what Node was told by
 * the environment and the options of this process.
 */
export function tlsTrust(https: boolean | HttpsTrust | undefined): TlsTrust | undefined {
  if (https === undefined || https === false) return undefined
  const { ca, rejectUnauthorized, servername } = https === true ? {} : https
  return {
    ...(ca === undefined ? ownAuthorities() : { ca: [ca].flat() }),
    rejectUnauthorized: rejectUnauthorized ?? (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' ? false : undefined),
    servername,
  }
}

/** The authorities that this process trusts, where they are not just those that come with Node. */
function ownAuthorities(): Pick<TlsTrust, 'ca' | 'alsoCa'> {
  const tls: {
    /** Node 22.15 and later. */
    readonly getCACertificates?: typeof getCACertificates
    readonly rootCertificates: typeof rootCertificates
  } = process.getBuiltinModule('node:tls')
  const trusted = tls.getCACertificates?.('default')
  if (trusted === undefined) return { alsoCa: extraAuthorities() }
  const rest = new Set(trusted)
  for (const known of tls.rootCertificates) if (!rest.delete(known)) return { ca: trusted }
  return rest.size === 0 ? {} : { alsoCa: [...rest] }
}

function extraAuthorities(): readonly string[] | undefined {
  const file = process.env['NODE_EXTRA_CA_CERTS']
  if (file === undefined || file === '') return undefined
  try {
    return [readFileSync(file, 'utf8')]
  } catch {
    return undefined // Node itself goes on without it, with a warning.
  }
}
