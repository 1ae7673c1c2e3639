import { TestRunner } from 'vitest'
import { bridge } from './bridge.ts'
import { namesOf, surroundings, type Asker, type Layer } from './needs.ts'
import type { Task } from './task.ts'

/** A test that was made by our `test`. */
export interface TrackedTest {
  readonly layer: Layer
  /** Its body; absent where it gets no fixtures (`each`). */
  readonly asker: Asker | undefined
}

/** Runs a call that registers tests, and remembers each of them. */
export function recordTests<T>(layer: Layer, asker: Asker | undefined, register: () => T): T {
  const { tasks } = TestRunner.getCurrentSuite()
  const before = tasks.length
  const result = register()
  for (const task of tasks.slice(before)) bridge().tracked.set(task, { layer, asker })
  return result
}

/** The suite, or else the file, that is being collected. */
export function currentSuite(): object {
  const { suite, file } = TestRunner.getCurrentSuite()
  return suite ?? file
}

/** Remembers what a hook of each test needs, so that it is started with the rest, before the clock of the test. */
export function recordHook(asker: Asker): void {
  const suite = currentSuite()
  const { hookNeeds } = bridge()
  const names = hookNeeds.get(suite) ?? new Set()
  for (const name of namesOf(asker)) names.add(name)
  hookNeeds.set(suite, names)
}

/** The names that a test and the hooks around it destructure. */
export function askedNames(task: Task, { asker }: TrackedTest): Set<string> {
  const names = new Set(asker === undefined ? [] : namesOf(asker))
  for (const suite of surroundings(task)) {
    for (const name of bridge().hookNeeds.get(suite) ?? []) names.add(name)
  }
  return names
}
