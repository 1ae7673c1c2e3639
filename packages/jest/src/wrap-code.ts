import type { Attempt } from './attempt.js'
import type { CircusCode } from './circus.js'
import { isGenerator } from './is-generator.js'
import { isThenable } from './is-thenable.js'

/** Runs code with what belongs to the attempt or the file that runs it. */
export type RunIn = <T>(body: () => T) => T

/** The same body of a test, run in the attempt that runs then; a crash of its services fails it at once. */
export function wrapBody(body: CircusCode, present: () => { attempt: Attempt; runIn: RunIn } | undefined): CircusCode {
  if (isGenerator(body)) {
    return function* (this: unknown) {
      const now = present()
      if (now === undefined) return yield* steps(body, this)
      return yield* inSteps(body, this, now.runIn, (awaited) => now.attempt.orFailed(awaited))
    }
  }
  if (body.length > 0) {
    return function (this: unknown, done) {
      const now = present()
      if (now === undefined) return body.call(this, done)
      return now.runIn(() => now.attempt.runBodyWithDone(body, this, done as (error?: unknown) => void))
    }
  }
  return function (this: unknown) {
    const now = present()
    return now === undefined ? body.call(this) : now.runIn(() => now.attempt.runBody(body, this))
  }
}

/** The same hook, run in the attempt or file that runs then; it does nothing where that cannot run. */
export function wrapHook(hook: CircusCode, present: () => RunIn | 'called off' | undefined): CircusCode {
  if (isGenerator(hook)) {
    return function* (this: unknown) {
      const runIn = present()
      if (runIn === 'called off') return undefined
      return yield* runIn === undefined ? steps(hook, this) : inSteps(hook, this, runIn, (awaited) => awaited)
    }
  }
  const run = (body: () => unknown): unknown => {
    const runIn = present()
    if (runIn === 'called off') return undefined
    return runIn === undefined ? body() : runIn(body)
  }
  // Jest tells by the number of parameters what takes `done`.
  return hook.length > 0
    ? function (this: unknown, done) {
        if (present() === 'called off') return (done as () => void)()
        return run(() => hook.call(this, done))
      }
    : function (this: unknown) {
        return run(() => hook.call(this))
      }
}

type Steps = Generator<unknown, unknown, unknown>

function steps(code: CircusCode, self: unknown): Steps {
  return code.call(self) as Steps
}

/** Runs each step of a generator where it belongs; what is awaited between two may be `watched`. */
function* inSteps(
  code: CircusCode,
  self: unknown,
  runIn: RunIn,
  watch: (awaited: PromiseLike<unknown>) => unknown,
): Steps {
  const generator = steps(code, self)
  let step = runIn(() => generator.next())
  while (step.done !== true) {
    let given: unknown
    try {
      given = yield isThenable(step.value) ? watch(step.value) : step.value
    } catch (error) {
      step = runIn(() => generator.throw(error))
      continue
    }
    step = runIn(() => generator.next(given))
  }
  return step.value
}
