import { type ProcessInfo, CurfewError } from '@curfew/protocol'
import { ServiceError } from './start-errors.ts'

/** What a service that was not ready in time was waiting for. */
export interface NotReadyFacts {
  /** The description of the probe, or what came before it. */
  readonly probe: string
  readonly limitMs: number
  /** What the probe saw last. */
  readonly lastObservation: string | undefined
}

/** A service was not ready within its limit. */
export class NotReadyInTimeError extends ServiceError {
  static override readonly code = 'CURFEW_NOT_READY'
  readonly probe: string
  readonly limitMs: number
  readonly lastObservation: string | undefined

  constructor(service: string, message: string, { probe, limitMs, lastObservation }: NotReadyFacts) {
    super(service, message)
    this.probe = probe
    this.limitMs = limitMs
    this.lastObservation = lastObservation
  }
}

/** What is known of the process that answers in a service's place. */
export interface PortForeignFacts {
  readonly service: string
  readonly probe: string
  readonly host: string
  readonly port: number
  /** `null` when the system does not tell who it is, only that it is not ours. */
  readonly holder: ProcessInfo | null
}

/** The port that a service is probed at is answered by a process that is not part of the service. */
export class PortForeignError extends ServiceError {
  static override readonly code = 'CURFEW_PORT_FOREIGN'
  readonly probe: string
  readonly host: string
  readonly port: number
  readonly holder: ProcessInfo | null

  constructor(facts: PortForeignFacts) {
    super(facts.service, portForeignMessage(facts))
    this.probe = facts.probe
    this.host = facts.host
    this.port = facts.port
    this.holder = facts.holder
  }
}

/**
 * Thrown by a readiness function to fail the start at once; anything else that it throws means "not yet".
 *
 * @example throw new CannotBecomeReadyError('the licence is missing')
 */
export class CannotBecomeReadyError extends CurfewError {
  static override readonly code = 'CURFEW_CANNOT_BECOME_READY'
}

function portForeignMessage({ service, probe, host, port, holder }: PortForeignFacts): string {
  return [
    `Service "${service}" cannot become ready: another process, not part of it, answers at ${addressText(host, port)}.`,
    `  Probe        ${probe}`,
    `  Held by      ${holderText(holder)}`,
    '  To change    end that process (curfew never touches what is not its own), or let the port be chosen:' +
      ' leave `ports` out, or give it names',
  ].join('\n')
}

/** How a message names who holds a port. */
function holderText(holder: ProcessInfo | null): string {
  if (holder === null) return 'a process that the system does not name (another user, or another container)'
  return `pid ${holder.pid} (${holder.command})${holder.cwd === undefined ? '' : ` in ${holder.cwd}`}`
}

/** `host:port`, with the brackets of an IPv6 address. */
export function addressText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
