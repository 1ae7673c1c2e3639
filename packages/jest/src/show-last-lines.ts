import { isError } from '@curfew/core/runner'
import type { CircusTest } from './circus.ts'

/**
 * Puts the last lines of all services that took part into the failure that is shown first, in time order: one look tells what
 * they said when the test failed.
 */
export function showLastLines(test: CircusTest, text: string): void {
  if (text === '' || test.errors.length === 0) return
  const [first] = test.errors
  const [thrown, place] = Array.isArray(first) ? (first as unknown[]) : [first, undefined]
  if (isError(thrown) && typeof thrown.stack === 'string' && thrown.stack !== '') {
    replace(thrown, 'stack', aboveFrames(thrown.stack, text))
  } else if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    // What Jest made of an error of `node:assert`.
    replace(thrown, 'message', aboveFrames(String(thrown.message), text))
  } else if (isError(place)) {
    // What was thrown is no error, such as Jest's own text for a test whose time is over.
    const message = typeof thrown === 'string' ? thrown : `thrown: ${String(thrown)}`
    const [, frames] = split(place.stack ?? '')
    replace(place, 'message', message)
    replace(place, 'stack', `${message}\n\n${text}\n${frames}`)
    test.errors[0] = place
  }
}

/** The message in the stack of an error, then the text, then its frames, as Jest tells them apart. */
function aboveFrames(stack: string, text: string): string {
  const [message, frames] = split(stack)
  return `${message}\n\n${text}\n${frames}`
}

function split(stack: string): [message: string, frames: string] {
  const at = /\n\s+at .*:\d+:\d+/.exec(stack)?.index ?? stack.length
  return [stack.slice(0, at), stack.slice(at)]
}

function replace(target: object, key: string, value: string): void {
  // An error that is frozen is shown without.
  Reflect.defineProperty(target, key, { value, configurable: true, writable: true, enumerable: false })
}

const ownFrame =
  /^\s+at .*[\\/](?:node_modules[\\/]@curfew[\\/](?:core|jest)|packages[\\/](?:core|jest))[\\/]dist[\\/].*\n?/gm

/** Leaves out the frames that lead from Jest through curfew to the body of a test. */
export function hideOwnFrames(test: CircusTest): void {
  for (const error of test.errors.flat(1)) {
    if (isError(error) && typeof error.stack === 'string') replace(error, 'stack', error.stack.replace(ownFrame, ''))
  }
}
