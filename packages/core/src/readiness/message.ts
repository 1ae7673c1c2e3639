import { BadOptionError } from '../errors/scope-errors.ts'
import { show } from '../options/options-check.ts'
import { describeProbe } from './describe.ts'
import { waitForEvent } from './event.ts'
import { errorText } from '@curfew/protocol'
import type { ProbeContext, Readiness } from './readiness.ts'

/**
 * Ready when the thread has sent its first message, or the first that the predicate is true for.
 * A predicate that throws is false; what it threw is shown if the limit passes.
 */
export function message(predicate?: (message: unknown) => boolean): Readiness {
  const description = describeProbe('message', predicate)
  if (predicate !== undefined && typeof predicate !== 'function') {
    throw new BadOptionError(
      `${description}: the predicate has to be a function, such as (sent) => sent === 'warm'; it is ${show(predicate)}.`,
    )
  }
  return { description, wait: (context) => waitForMessage(predicate, context) }
}

async function waitForMessage(
  predicate: ((message: unknown) => boolean) | undefined,
  context: ProbeContext,
): Promise<void> {
  let count = 0
  context.saw('no message yet')
  await waitForEvent<void>(context.signal, (came) =>
    context.onMessage((sent) => {
      count++
      try {
        if (predicate === undefined || predicate(sent)) came()
        else context.saw(`${count} ${count === 1 ? 'message' : 'messages'}, none of which is the expected one`)
      } catch (error) {
        context.saw(`the predicate threw for message ${count}: ${errorText(error)}`)
      }
    }),
  )
}
