import type { Attempt } from './attempt.ts'
import type { CircusCode } from './circus.ts'
import { isGenerator, isThenable } from './code-kinds.ts'

/**
 * Enters what code belongs to, the attempt or the file that runs it; what it returns leaves it again, in the same turn.
 *
 * There is no function that runs the code inside: each frame would be captured with every error that a test makes, which
 * each `expect` of Jest does.
 */
export type Enter = () => () => void

/** The body of the test that an attempt runs; a crash of its services fails it at once. */
export function wrapBody(attempt: Attempt, enter: Enter): CircusCode {
  const { body } = attempt
  if (isGenerator(body)) {
    return function* (this: unknown) {
      return yield* inSteps(body, this, enter, (awaited) => attempt.orInterrupted(awaited))
    }
  }
  if (body.length > 0) {
    return function (this: unknown, done) {
      return inside(enter, () => attempt.runBodyWithDone(this, done as (error?: unknown) => void))
    }
  }
  return function (this: unknown) {
    const leave = enter()
    try {
      attempt.check()
      return attempt.watch(body.call(this))
    } finally {
      leave()
    }
  }
}

/** The same hook, run in the attempt or file that runs then; it does nothing where that cannot run. */
export function wrapHook(hook: CircusCode, present: () => Enter | 'called off' | undefined): CircusCode {
  if (isGenerator(hook)) {
    return function* (this: unknown) {
      const enter = present()
      if (enter === 'called off') return undefined
      return yield* enter === undefined ? steps(hook, this) : inSteps(hook, this, enter, (awaited) => awaited)
    }
  }
  // Jest tells by the number of parameters what takes `done`.
  if (hook.length > 0) {
    return function (this: unknown, done) {
      const enter = present()
      if (enter === 'called off') return (done as () => void)()
      return enter === undefined ? hook.call(this, done) : inside(enter, () => hook.call(this, done))
    }
  }
  return function (this: unknown) {
    const enter = present()
    if (enter === 'called off') return undefined
    if (enter === undefined) return hook.call(this)
    const leave = enter()
    try {
      return hook.call(this)
    } finally {
      leave()
    }
  }
}

function inside<T>(enter: Enter, body: () => T): T {
  const leave = enter()
  try {
    return body()
  } finally {
    leave()
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
  enter: Enter,
  watch: (awaited: PromiseLike<unknown>) => unknown,
): Steps {
  const generator = steps(code, self)
  let step = inside(enter, () => generator.next())
  while (step.done !== true) {
    let given: unknown
    try {
      given = yield isThenable(step.value) ? watch(step.value) : step.value
    } catch (error) {
      step = inside(enter, () => generator.throw(error))
      continue
    }
    step = inside(enter, () => generator.next(given))
  }
  return step.value
}
