import { engine } from '../engine-access.ts'
import { protocolOf } from '../protocol.ts'
import type { Service } from './service.ts'

type Cleanup = () => void | Promise<void>

/**
 * Keeps a service's clean-up from running more than once, or while it lives: a call from outside goes through its lifecycle,
 * which alone runs what the class has as `cleanup()`.
 */
export function guardCleanup(service: Service): void {
  const protocol = protocolOf(service)
  let isRunByEngine = false
  // The one of the class, or one that was put on the instance later (a field of a class in JavaScript, a spy).
  const run: Cleanup = () => {
    isRunByEngine = true
    try {
      return service.cleanup()
    } finally {
      isRunByEngine = false
    }
  }
  const guarded: Cleanup = () => {
    if (!isRunByEngine) return engine().actions.cleanUp([service])
    return (Object.getPrototypeOf(service) as Service).cleanup.call(service)
  }
  protocol.cleanup = run
  Object.defineProperty(service, 'cleanup', { value: guarded, configurable: true, writable: true, enumerable: false })
}
