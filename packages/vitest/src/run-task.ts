import { TestRunner } from 'vitest'
import { presentBridge } from './bridge.js'
import type { Task, TaskError } from './task.js'

/** The part of a runner of Vitest that curfew adds to. */
interface RunnerHooks {
  runTask?(task: Task): Promise<unknown>
  onAfterRunTask?(task: Task): unknown
}

const added: unique symbol = Symbol.for('curfew/crash-race@1') as never

/**
 * Gives the tests of a runner the crash race: the test fails at once when a service of it crashes, also where it is expected
 * to fail. Tests that have no scope run as before.
 */
export function addCrashRace(prototype: RunnerHooks & { [added]?: true }): void {
  if (Object.hasOwn(prototype, added)) return
  Object.defineProperty(prototype, added, { value: true })
  const { runTask, onAfterRunTask } = prototype
  prototype.runTask = async function (task) {
    const body = async (): Promise<unknown> => (runTask === undefined ? testFunction(task)() : runTask.call(this, task))
    const attempt = presentBridge()?.attempts.get(task)
    await (attempt === undefined ? body() : attempt.race(body))
  }
  prototype.onAfterRunTask = async function (task) {
    await onAfterRunTask?.call(this, task)
    failAllTheSame(task)
  }
}

/** Remembers what a test fails with, whatever `test.fails` makes of its failure. */
export function keepFailing(task: Task, errors: readonly Error[]): void {
  const bridge = presentBridge()
  bridge?.kept.set(task, [...(bridge.kept.get(task) ?? []), ...errors])
}

/** `test.fails` expects the body to fail, not that a service crashes, does not start, or does not stop. */
function failAllTheSame(task: Task): void {
  const errors = presentBridge()?.kept.get(task)
  if (errors === undefined || task.fails !== true || task.result === undefined) return
  presentBridge()?.kept.delete(task)
  const plain = errors.map(plainError)
  task.result.state = 'fail'
  task.result.errors = [...(task.result.errors ?? []), ...plain]
  const attempt = task.result.attempts?.at(-1)
  if (attempt === undefined) return
  attempt.state = 'fail'
  attempt.errors = [...(attempt.errors ?? []), ...plain]
}

function plainError(error: Error): TaskError {
  const { name, message, stack, cause } = error
  return { name, message, stack, ...(cause instanceof Error ? { cause: plainError(cause) } : {}) }
}

function testFunction(task: Task): () => unknown {
  return TestRunner.getTestFn(task as never) as () => unknown
}
