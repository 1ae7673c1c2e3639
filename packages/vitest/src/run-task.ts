import { TestRunner } from 'vitest'
import { presentBridge } from './bridge.ts'
import type { Task } from './task.ts'

/** The part of a runner of Vitest that curfew adds to. */
interface RunnerHooks {
  runTask?(task: Task): Promise<unknown>
}

const added: unique symbol = Symbol.for('curfew/crash-race@1') as never

/**
 * Gives the tests of a runner the crash race: the test fails at once when a service of it crashes. Tests that have no scope run as before.
 */
export function addCrashRace(prototype: RunnerHooks & { [added]?: true }): void {
  if (Object.hasOwn(prototype, added)) return
  Object.defineProperty(prototype, added, { value: true })
  const { runTask } = prototype
  prototype.runTask = async function (task) {
    const body = async (): Promise<unknown> => (runTask === undefined ? testFunction(task)() : runTask.call(this, task))
    const attempt = presentBridge()?.attempts.get(task)
    await (attempt === undefined ? body() : attempt.runBody(body))
  }
}

function testFunction(task: Task): () => unknown {
  return TestRunner.getTestFn(task as never) as () => unknown
}
