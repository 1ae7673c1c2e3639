import type { PortTakenFacts, ProcessInfo } from '@curfew/protocol'
import { ServiceError } from './start-errors.ts'

/** A port that the user fixed is held by somebody else. */
export class PortTakenError extends ServiceError {
  static override readonly code = 'CURFEW_PORT_TAKEN'
  readonly port: number
  readonly holder: ProcessInfo | null

  constructor(service: string, taken: PortTakenFacts) {
    const { holder } = taken
    const by =
      holder === null
        ? 'a process that cannot be told'
        : `pid ${holder.pid} (${holder.command})${holder.cwd === undefined ? '' : `, in ${holder.cwd}`}`
    super(
      service,
      `Service "${service}" is to listen on ${taken.host}:${taken.port}, which is held by ${by}. It was left alone.\n` +
        `  To change  end that process, or leave the port to curfew: ports: ['main'] instead of a number`,
    )
    this.port = taken.port
    this.holder = holder
  }
}
