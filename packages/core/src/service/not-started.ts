import { NotStartedError } from '../errors/start-errors.ts'
import type { Service } from './service.ts'

/** The error for what is known of a service only once it has started. */
export function notStarted(service: Service, what: string): NotStartedError {
  const { serviceName: name, state } = service
  return new NotStartedError(name, `"${what}" of service "${name}" is known once it has started; it is ${state}.`)
}
