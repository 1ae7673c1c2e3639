import process from 'node:process'
import { isCurfewError, type ProcessInfo } from '@curfew/protocol'
import type { FailureFact } from '../logging/failure-text.ts'
import type { KeptLine } from '../logging/service-log.ts'
import type { Progress } from './launch.ts'
import type { Lifecycle } from './lifecycle.ts'

/** What may be behind a failure that says little by itself: what others met, and what helped. */

/** Of a service that ended by itself, without an error, while it was starting. */
export function exitHints(service: Lifecycle, cause: Error): readonly FailureFact[] {
  if (!isCurfewError(cause, 'CURFEW_EXITED_WHILE_STARTING') || !isProcess(service)) return []
  const { exit } = cause as typeof cause & { readonly exit?: { readonly code: number | null } }
  if (exit?.code !== 0) return []
  const { env } = service.protocol.options as { readonly env?: unknown }
  const own = typeof env === 'object' && env !== null ? (env as { readonly NODE_ENV?: unknown }) : {}
  const nodeEnv = 'NODE_ENV' in own ? own.NODE_ENV : process.env['NODE_ENV']
  const isTest =
    nodeEnv === 'test'
      ? [`does it not listen where NODE_ENV is "test", as here (env: { NODE_ENV: 'development' })?`]
      : []
  const reasons = [
    ...isTest,
    'does it end when its input ends, which is empty (tail -f /dev/null | …, with shell: true)?',
  ]
  return [hint(`it ended as if its work was done: ${reasons.join(' Or ')}`)]
}

/** Of a service that is not ready at its limit. */
export function notReadyHints(
  service: Lifecycle,
  { saw = '' }: Progress,
  lines: readonly KeptLine[],
): readonly FailureFact[] {
  if (!isProcess(service) || !/\bno line(?: on std(?:out|err))? yet/.test(saw) || lines.length > 0) return []
  return [
    hint(
      `it has written nothing so far. Output that goes to no terminal may be kept in a buffer: python -u or env: { PYTHONUNBUFFERED: '1' }, or stdbuf -oL for others`,
    ),
  ]
}

/** Who holds a port of the service at another address than the one that was tried: a stale server on `::1`, say. */
export async function portHints(service: Lifecycle, lines: readonly KeptLine[]): Promise<readonly FailureFact[]> {
  const target = service.runtime?.target
  if (target === undefined || !lines.some(({ text }) => /EADDRINUSE|address already in use/i.test(text))) return []
  const found: FailureFact[] = []
  for (const port of new Set(Object.values(target.ports))) {
    for (const host of new Set([target.host, '127.0.0.1', '::1'])) {
      const holder = await target.portHolder(host, port).catch(() => undefined)
      if (holder?.state !== 'foreign') continue
      const at = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
      found.push(hint(`${at} is held by ${holderText(holder.holder)}: end that, or leave the port to curfew`))
      break
    }
  }
  return found
}

/** Of a service that did not stop in time. */
export function killHints(lines: readonly KeptLine[]): readonly FailureFact[] {
  if (!lines.some(({ text }) => /received smart shutdown request/.test(text))) return []
  return [
    hint(
      `PostgreSQL waits for its clients to disconnect (smart shutdown): stopSignal: 'SIGINT' of this service ends their sessions (fast shutdown)`,
    ),
  ]
}

function hint(text: string): FailureFact {
  return ['Hint', text]
}

function isProcess(service: Lifecycle): boolean {
  return 'command' in service.protocol.options
}

function holderText(holder: ProcessInfo | null): string {
  return holder === null ? 'a process that cannot be told' : `pid ${holder.pid} (${holder.command})`
}
