import { CannotBecomeReadyError } from '../errors/readiness-errors.ts'
import { attemptTillReady } from './attempts.ts'
import { errorText } from '@curfew/protocol'
import type { ProbeContext, Readiness, ReadinessFunction } from './readiness.ts'

/** The probe of a function of the user; see {@link ReadinessFunction} for what it may do. */
export function fromFunction(probe: ReadinessFunction): Readiness {
  const description = probe.name === '' ? 'a function' : `function ${probe.name}`
  return { description, wait: (context) => waitForFunction(description, probe, context) }
}

async function waitForFunction(description: string, probe: ReadinessFunction, context: ProbeContext): Promise<void> {
  let calls = 0
  context.saw('has not returned yet')
  await attemptTillReady(
    context,
    async () => {
      calls++
      try {
        if ((await probe(context)) !== false) return 'ready'
        context.saw(`returned false (call ${calls})`)
      } catch (error) {
        if (error instanceof CannotBecomeReadyError) throw failedForGood(context.serviceName, description, error)
        context.saw(`threw ${errorText(error)} (call ${calls})`)
      }
      return 'seen'
    },
    'wait',
  )
}

function failedForGood(service: string, description: string, cause: CannotBecomeReadyError): CannotBecomeReadyError {
  return new CannotBecomeReadyError(`Service "${service}" cannot become ready, says ${description}: ${cause.message}`, {
    cause,
  })
}
